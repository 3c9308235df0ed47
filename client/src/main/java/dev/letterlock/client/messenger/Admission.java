package dev.letterlock.client.messenger;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.profile.DeviceAsked;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.link.LinkParcel;
import dev.letterlock.crypto.e2ee.link.SharedPin;
import dev.letterlock.crypto.e2ee.store.RecoveryFile;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a further device comes in: it asks, which is kept so that a run that is cut off is gone on
 * with by the next one under the same code, and takes the answer of a device that holds the account
 * key to the server, or admits itself by a recovery file (docs/E2EE.md §2.2). Blocks.
 */
final class Admission {

  /** How long a server takes the certificate of a new device, and its first device's list. */
  private static final long GOOD_MILLIS = SignedLists.GOOD.toMillis();

  private static final String TOO_OLD =
      "A new device has 10 minutes to be admitted, and this one was begun before: begin it anew.";

  private static final String UNKNOWN_DEVICE = "unknown_device";

  private final E1 e1;
  private final Clock clock;
  private final Vault vault;
  private final Enroller enroller;

  Admission(E1 e1, Clock clock, Vault vault, Enroller enroller) {
    this.e1 = e1;
    this.clock = clock;
    this.vault = vault;
    this.enroller = enroller;
  }

  /**
   * What was asked before and can still be answered, or something new.
   *
   * @param password asked for only where it is needed
   * @return empty if all is done: an earlier run was cut off behind the answer
   */
  Optional<DeviceAsked> begin(String name, Supplier<String> password) {
    return switch (Stage.of(vault, e1)) {
      case EMPTY -> Optional.of(enroller.ask(name, password.get()));
      case ASKED -> Optional.of(goOn(name, password));
      case FURTHER_BEGUN ->
          isFinished(password) ? Optional.empty() : Optional.of(goOn(name, password));
      case FIRST_BEGUN ->
          throw new RefusedException(
              Reason.UNFINISHED,
              "Signing up was begun in this profile: finish that first.",
              name,
              null);
      case COMPLETE -> throw new RefusedException(Enroller.COMPLETE);
    };
  }

  private DeviceAsked goOn(String name, Supplier<String> password) {
    Optional<DeviceAsked> before = asked();
    if (before.filter(this::isGood).isEmpty()) {
      before.ifPresent(DeviceAsked::close);
      return enroller.ask(name, password.get());
    }
    DeviceAsked asked = before.get();
    if (!asked.name().equals(name)) {
      asked.close();
      throw new RefusedException(
          "A further device of " + asked.name() + " was asked for in this profile: use another.");
    }
    return asked;
  }

  /**
   * The server is asked for the same once more; or, if that comes too late, whether it knows it.
   */
  private boolean isFinished(Supplier<String> password) {
    try (DeviceAsked asked = asked().orElse(null)) {
      if (asked != null && isGood(asked)) {
        enroller.joinAgain(asked);
        return true;
      }
    } catch (ApiException e) {
      requireRefused(e);
      enroller.forgetDevice();
      return false;
    }
    try {
      enroller.renewTokens(password.get());
      return true;
    } catch (ApiException e) {
      if (!e.code().equals(UNKNOWN_DEVICE)) {
        throw e;
      }
      enroller.forgetDevice();
      return false;
    }
  }

  /**
   * Takes the answer to the server. If that refuses it, another answer may follow.
   *
   * @throws RefusedException if the list is not rightly signed or does not name the device
   */
  void complete(DeviceAsked asked, DeviceList list) {
    take(asked, () -> enroller.join(asked, list));
  }

  /**
   * Takes what a linking brought: the list to the server, and the pins of contacts into the
   * profile, so that from the first message on no server can show it other keys.
   *
   * @throws RefusedException as {@link #complete}, or if a contact's list is not rightly signed
   */
  void link(DeviceAsked asked, LinkParcel parcel) {
    List<DeviceListPins> contacts = parcel.contacts().stream().map(this::pins).toList();
    complete(asked, parcel.list());
    try (Transaction step = new Transaction(vault)) {
      Peers peers = new Peers(step, e1);
      contacts.forEach(pins -> peers.putPins(pins.list().user(), pins));
      step.commit();
    }
  }

  private DeviceListPins pins(SharedPin shared) {
    try {
      DeviceListPins pins = DeviceListPins.first(e1, shared.list().user(), shared.list());
      return shared.verified() ? pins.verify() : pins;
    } catch (KeyRejectedException e) {
      throw new RefusedException("The answer holds keys of a contact that nobody signed.", e);
    }
  }

  /**
   * Admits the device by the account key of a recovery file. If the server refuses that, another
   * attempt may follow.
   *
   * @throws RefusedException as {@link Recovery#admit}
   */
  void recover(DeviceAsked asked, RecoveryFile file, SecretBytes passphrase) {
    take(asked, () -> new Recovery(e1, clock, vault, enroller).admit(asked, file, passphrase));
  }

  private void take(DeviceAsked asked, Runnable joining) {
    try {
      joining.run();
    } catch (ApiException e) {
      if (Stage.of(vault, e1) == Stage.FURTHER_BEGUN) {
        requireRefused(e);
        enroller.forgetDevice();
      }
      if (!isGood(asked)) {
        throw new RefusedException(Reason.REQUEST_EXPIRED, TOO_OLD, null, e);
      }
      throw e;
    }
  }

  private boolean isGood(DeviceAsked asked) {
    return Math.abs(clock.millis() - asked.device().cert().created()) < GOOD_MILLIS;
  }

  private Optional<DeviceAsked> asked() {
    try (Transaction step = new Transaction(vault)) {
      return new Own(step, e1).asked();
    }
  }

  /** Where no answer came, the server may have taken the device in. */
  private static void requireRefused(ApiException e) {
    boolean refused = e.status() >= 400 && e.status() < 500;
    if (!refused) {
      throw e;
    }
  }
}
