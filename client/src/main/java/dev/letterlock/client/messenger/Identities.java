package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.KeptLetter;
import dev.letterlock.client.profile.Meant;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.profile.Unopened;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.safety.AccountIdentity;
import dev.letterlock.crypto.e2ee.safety.SafetyNumber;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Keys of others as a person deals with them: compared and accepted. On the desk. */
final class Identities {

  private final Tools tools;
  private final Contacts contacts;
  private final Audience audience;

  Identities(Tools tools, Contacts contacts, Audience audience) {
    this.tools = tools;
    this.contacts = contacts;
    this.audience = audience;
  }

  String safetyNumber(Transaction step, String name) {
    UUID peer = contacts.find(step, name);
    if (peer.equals(tools.user())) {
      throw new RefusedException(
          Reason.INVALID,
          "That is your own account. A safety number is compared with somebody else.",
          name,
          null);
    }
    DeviceListPins pins = contacts.pins(step, peer);
    DeviceList shown = pins.pendingReset().orElse(pins.list());
    DeviceListPins own = contacts.pins(step, tools.user());
    return SafetyNumber.of(
            tools.e1(),
            new AccountIdentity(tools.user(), own.accountKey()),
            new AccountIdentity(peer, shown.accountKey()))
        .inGroups();
  }

  boolean isVerified(Transaction step, String name) {
    DeviceListPins pins = contacts.pins(step, contacts.find(step, name));
    return pins.isVerified() && pins.pendingReset().isEmpty();
  }

  boolean hasChangedKey(Transaction step, String name) {
    DeviceListPins pins = contacts.pins(step, contacts.find(step, name));
    return pins.pendingReset().isPresent() || pins.replaced().isPresent();
  }

  /** A key that was compared need not be acknowledged besides. */
  boolean markVerified(Transaction step, String name, String compared) {
    requireCurrent(step, name, compared);
    return change(step, name, pins -> pins.acknowledge().verify());
  }

  boolean acceptNewKey(Transaction step, String name, String shown) {
    requireCurrent(step, name, shown);
    requireChanged(contacts.pins(step, contacts.find(step, name)), name);
    return change(step, name, DeviceListPins::acknowledge);
  }

  /** What came of devices that the pinned list does not name came under the refused key. */
  boolean rejectNewKey(Transaction step, String name, String shown) {
    UUID user = contacts.find(step, name);
    DeviceListPins before = contacts.pins(step, user);
    requireChanged(before, name);
    requireCurrent(step, name, shown);
    change(step, name, pins -> pins.reject(tools.e1()));
    contacts.markAllPresent(user);
    String done =
        before.replaced().isPresent()
            ? backFrom(name)
            : rejected(name, dropUnopened(step, contacts.pins(step, user).list()));
    Notice told = Notice.of(Kind.REMARK, tools.conversationWith(user), done);
    audience.notice(step, told.about(name));
    return true;
  }

  private static void requireChanged(DeviceListPins pins, String name) {
    if (pins.pendingReset().isEmpty() && pins.replaced().isEmpty()) {
      throw new RefusedException("No changed key of " + name + " waits for your word.");
    }
  }

  private static String backFrom(String name) {
    return "The changed key of "
        + name
        + " is refused; the one from before is in force again. What was written between the change"
        + " and now went to the refused key, or came from it. Another change waits for your word.";
  }

  private static int dropUnopened(Transaction step, DeviceList pinned) {
    Unopened unopened = new Unopened(step);
    int dropped = 0;
    for (Map.Entry<Long, KeptLetter> kept : unopened.all().entrySet()) {
      DeviceAddress sender = kept.getValue().sender();
      boolean ofUser = sender.user().toUuid().equals(pinned.user());
      boolean listed =
          pinned.entries().stream().anyMatch(entry -> entry.device() == sender.device());
      if (ofUser && !listed) {
        unopened.remove(kept.getKey());
        dropped++;
      }
    }
    return dropped;
  }

  private static String rejected(String name, int dropped) {
    String stays = "The changed key of " + name + " is refused; the one from before stays. ";
    return switch (dropped) {
      case 0 -> stays + "No message had come under it.";
      case 1 -> stays + "1 message that came under it was thrown away unopened.";
      default -> stays + dropped + " messages that came under it were thrown away unopened.";
    };
  }

  /** Between a look at the number and the word about it the server may have shown another key. */
  private void requireCurrent(Transaction step, String name, String seen) {
    if (!digits(seen).equals(digits(safetyNumber(step, name)))) {
      throw new RefusedException(
          Reason.NUMBER_CHANGED,
          "The safety number with "
              + name
              + " is not the one that you saw, so nothing was changed. Look again and compare.",
          name,
          null);
    }
  }

  private static String digits(String number) {
    return number.replaceAll("\\s", "");
  }

  private boolean change(Transaction step, String name, UnaryOperator<DeviceListPins> change) {
    UUID user = contacts.find(step, name);
    DeviceListPins before = contacts.pins(step, user);
    DeviceListPins changed = change.apply(before);
    contacts.peers(step).putPins(user, changed);
    KeyFingerprint key = KeyFingerprint.of(tools.e1(), changed.accountKey());
    new Sends(step).readdress(user, Meant.under(key));
    return !changed.equals(before);
  }

  List<KnownDevice> devices(Transaction step, String name) {
    UUID user = contacts.find(step, name);
    contacts.refresh(step, user);
    List<KnownDevice> devices = new ArrayList<>();
    for (DeviceEntry entry : contacts.pins(step, user).list().entries()) {
      boolean here = user.equals(tools.user()) && entry.device() == tools.address().device();
      devices.add(new KnownDevice(contacts.name(step, user), entry.device(), here));
    }
    return devices;
  }
}
