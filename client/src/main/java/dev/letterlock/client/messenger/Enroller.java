package dev.letterlock.client.messenger;

import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.api.Enrolment;
import dev.letterlock.client.api.Ticket;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.profile.DeviceAsked;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker.Made;
import dev.letterlock.crypto.e2ee.prekey.PreKeyUpload;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a device of an account and lets the server know it (docs/E2EE.md §2.2). Keys are on disk
 * before the server learns of them. Blocks.
 */
final class Enroller {

  static final String COMPLETE = "This profile is that of a device already.";

  private static final String UNKNOWN_DEVICE = "unknown_device";

  /** Refusals to make an account which may be there. */
  private static final Set<String> MADE_BEFORE = Set.of("name_taken", "registration_closed");

  private final E1 e1;
  private final Clock clock;
  private final Vault vault;
  private final ApiClient api;
  private final Enrolment enrolment;

  Enroller(E1 e1, Clock clock, Vault vault, ApiClient api) {
    this.e1 = e1;
    this.clock = clock;
    this.vault = vault;
    this.api = api;
    this.enrolment = new Enrolment(api, e1, clock);
  }

  /** Opens a profile for it, and takes that away if it did not become that of a device. */
  static void with(MessengerSettings settings, E1 e1, Consumer<Enroller> action) {
    try (Vault vault = ProfileFile.open(settings, e1);
        ApiClient api = new ApiClient(ProfileFile.server(settings, vault, e1), e1)) {
      try {
        action.accept(new Enroller(e1, settings.clock(), vault, api));
      } catch (ApiException | RefusedException | MessengerException e) {
        ProfileFile.removeUnused(settings, vault, e1);
        throw Words.asException(e);
      }
    }
  }

  /**
   * An account and its first device, which holds the account key; or what an earlier attempt left
   * to be done.
   *
   * @param name in the form of an account's
   */
  void signUp(String name, String password) {
    switch (Stage.of(vault, e1)) {
      case EMPTY -> enrolFirst(name, ticketForFirst(name, password));
      case FIRST_BEGUN, FURTHER_BEGUN -> {
        requireBegunFor(name);
        finish(password);
      }
      case ASKED -> throw MessengerException.ofAwaitingAdmission();
      case COMPLETE -> throw new RefusedException(COMPLETE);
    }
  }

  private Ticket ticketForFirst(String name, String password) {
    try {
      return enrolment.register(name, password);
    } catch (ApiException e) {
      if (!MADE_BEFORE.contains(e.code())) {
        throw e;
      }
      return ticketForExisting(name, password, e);
    }
  }

  /** An operator may have made the account, or a sign-up may have been cut off at the server. */
  private Ticket ticketForExisting(String name, String password, ApiException refused) {
    Ticket ticket;
    try {
      ticket = enrolment.login(name, password);
    } catch (ApiException _) {
      throw refused;
    }
    if (!ticket.firstDevice()) {
      throw new RefusedException(
          Reason.FURTHER_DEVICE,
          "That account has a device already, which has to admit this one as a further device.",
          name,
          refused);
    }
    return ticket;
  }

  private void enrolFirst(String name, Ticket ticket) {
    try (OwnDevice device = fresh(ticket);
        Ed25519KeyPair accountKey = e1.sodium().signingKeyPair()) {
      DeviceEntry entry = DeviceEntry.of(e1, device.cert());
      DeviceList list =
          DeviceList.first(e1, accountKey, ticket.userId(), clock.millis(), List.of(entry));
      keep(name, device, accountKey, list);
      finish(ticket, device, list);
    }
  }

  /** A further device with fresh keys, if there is a first one that can admit it; kept. */
  DeviceAsked ask(String name, String password) {
    Ticket ticket = ticketForFurther(name, password);
    DeviceAsked asked = new DeviceAsked(name, ticket, fresh(ticket));
    try (Transaction step = new Transaction(vault)) {
      Own own = new Own(step, e1);
      own.putAsked(asked);
      // It would name the device that was asked for before, which the server takes no more.
      own.removeSignedList();
      step.commit();
    }
    return asked;
  }

  private Ticket ticketForFurther(String name, String password) {
    Ticket ticket = enrolment.login(name, password);
    if (ticket.firstDevice()) {
      throw new RefusedException(
          Reason.FIRST_DEVICE,
          "The account has no device yet that could admit this one: make this its first.",
          name,
          null);
    }
    return ticket;
  }

  /**
   * The account's newest list, as the server says; nothing about it is verified.
   *
   * @throws dev.letterlock.crypto.primitive.KeyRejectedException or IllegalArgumentException if it
   *     is none
   */
  DeviceList ownList(DeviceAsked asked) {
    return enrolment.ownList(asked.ticket()).list();
  }

  /**
   * Enrols a further device with the list that a device has signed which holds the account key.
   *
   * @throws RefusedException if the list is not rightly signed or does not name the device
   */
  void join(DeviceAsked asked, DeviceList list) {
    if (!list.entries().contains(DeviceEntry.of(e1, asked.device().cert()))) {
      throw new RefusedException(
          Reason.WRONG_ANSWER,
          "That answer is for another request than this one: give this one to a device that"
              + " holds the account's key, and what it answers here.",
          asked.name(),
          null);
    }
    join(null, asked, list);
  }

  /** Enrols a further device that holds the account key itself, and keeps that. */
  void joinHolding(Ed25519KeyPair accountKey, DeviceAsked asked, DeviceList list) {
    join(accountKey, asked, list);
  }

  private void join(@Nullable Ed25519KeyPair accountKey, DeviceAsked asked, DeviceList list) {
    keep(asked.name(), asked.device(), accountKey, list);
    finish(asked.ticket(), asked.device(), list);
  }

  /** Repeats a joining that was cut off: the server may have taken the device in. */
  void joinAgain(DeviceAsked asked) {
    try (Transaction step = new Transaction(vault)) {
      UUID user = asked.ticket().userId();
      DeviceList list = new Peers(step, e1).pins(user).orElseThrow().list();
      finish(asked.ticket(), asked.device(), list);
    }
  }

  /** New tokens for a device that has lost its own, or that its sign-up was cut off before. */
  void signInAgain(String password) {
    switch (Stage.of(vault, e1)) {
      case EMPTY -> throw MessengerException.ofUnfinished();
      case ASKED -> throw MessengerException.ofAwaitingAdmission();
      case FIRST_BEGUN, FURTHER_BEGUN -> finish(password);
      case COMPLETE -> renewTokensOfADevice(password);
    }
  }

  private void renewTokensOfADevice(String password) {
    try {
      renewTokens(password);
    } catch (ApiException e) {
      if (!e.code().equals(UNKNOWN_DEVICE)) {
        throw e;
      }
      throw new RefusedException(
          Reason.DEVICE_REMOVED,
          "The server does not know this device any more, as it was removed from the account:"
              + " signing in does not bring it back. What it has stays readable here; to use the"
              + " account on this machine again, make a new device in another profile.",
          null,
          e);
    }
  }

  /** A device that the server has not heard of is made anew: nobody knows its keys. */
  private void finish(String password) {
    try {
      renewTokens(password);
    } catch (ApiException e) {
      if (!e.code().equals(UNKNOWN_DEVICE)) {
        throw e;
      }
      beginAnew(password);
    }
  }

  private void beginAnew(String password) {
    boolean first = Stage.of(vault, e1) == Stage.FIRST_BEGUN;
    String name = name();
    Ticket ticket = enrolment.login(name, password);
    if (!first || !ticket.firstDevice()) {
      forgetDevice();
      throw new RefusedException(
          Reason.FURTHER_DEVICE,
          "The server did not take this device in, and its account has another one: make this a"
              + " further device.",
          name,
          null);
    }
    enrolFirst(name, ticket);
  }

  /** Goes back to before the server was asked to take the device in. */
  void forgetDevice() {
    try (Transaction step = new Transaction(vault)) {
      new Own(step, e1).forgetDevice();
      step.commit();
    }
  }

  private void requireBegunFor(String name) {
    if (!name().equals(name)) {
      throw new RefusedException(
          "Signing up was begun in this profile by " + name() + ": finish that, or use another.");
    }
  }

  void renewTokens(String password) {
    try (Transaction step = new Transaction(vault)) {
      Own own = new Own(step, e1);
      try (OwnDevice device = own.device().orElseThrow()) {
        String name = own.name().orElseThrow();
        int number = device.cert().address().device();
        AccessTokens tokens = enrolment.signInAgain(name, password, number, device.signingKey());
        own.putTokens(tokens.saved());
        own.removeAsked();
      }
      step.commit();
    }
  }

  private String name() {
    try (Transaction step = new Transaction(vault)) {
      return new Own(step, e1).name().orElseThrow();
    }
  }

  private OwnDevice fresh(Ticket ticket) {
    return OwnDevice.generate(e1, CipherSuite.HYBRID, ticket.freshAddress(), clock);
  }

  private void keep(
      String name, OwnDevice device, @Nullable Ed25519KeyPair accountKey, DeviceList list) {
    UUID user = device.cert().address().user();
    try (Transaction step = new Transaction(vault)) {
      Own own = new Own(step, e1);
      own.putName(name);
      own.putDevice(device);
      if (accountKey != null) {
        own.putAccountKey(accountKey);
      }
      Peers peers = new Peers(step, e1);
      peers.putName(user, name);
      peers.putPins(user, DeviceListPins.first(e1, user, list));
      peers.putCertificates(user, List.of(device.cert()));
      step.commit();
    }
  }

  private void finish(Ticket ticket, OwnDevice device, DeviceList list) {
    AccessTokens tokens = enrolment.enrol(ticket, device.cert(), list, device.signingKey());
    PreKeyMaker maker = new PreKeyMaker(e1, device, clock, new SecureRandom());
    try (Transaction step = new Transaction(vault);
        OwnPreKeys none = OwnPreKeys.none()) {
      Made rotated = maker.rotate(none);
      Made made;
      try (OwnPreKeys first = rotated.keys()) {
        made = maker.replenish(first, 0, 0);
      }
      PreKeyUpload upload = rotated.upload().and(made.upload());
      Own own = new Own(step, e1);
      own.putTokens(tokens.saved());
      own.removeAsked();
      own.putOwedPreKeys(upload.ids());
      try (OwnPreKeys all = made.keys()) {
        own.putPreKeys(all);
      }
      step.commit();
      // If this is cut off, the first connection completes it.
      new Directory(api, tokens)
          .upload(
              upload.signedPreKey(),
              upload.oneTimePreKeys(),
              upload.kemPreKeys(),
              device.signingKey());
    }
  }
}
