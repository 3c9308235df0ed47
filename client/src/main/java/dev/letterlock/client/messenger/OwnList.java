package dev.letterlock.client.messenger;

import dev.letterlock.client.api.Directory;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.util.List;
import java.util.function.Function;

/**
 * The list of the account's own devices, signed by a device that holds the account key, which is
 * the first one or one made with a recovery file (docs/E2EE.md §2.2): devices are admitted and
 * removed, and the account key is renewed. Every step may be repeated when its answer was lost: a
 * list is kept before anybody gets it, and the same one is given again. On the desk; blocks for the
 * server.
 */
final class OwnList {

  static final String NOT_HELD =
      "Only a device that holds the account's key can do that: the first one, or one that was made"
          + " with a recovery file; and where one of them has renewed the key, that one alone.";

  private final Tools tools;
  private final Contacts contacts;
  private final Directory directory;

  OwnList(Tools tools, Contacts contacts, Directory directory) {
    this.tools = tools;
    this.contacts = contacts;
    this.directory = directory;
  }

  /**
   * The list which also names the device of a certificate; the next one, which the device itself
   * publishes, or the one in force if it has done so.
   *
   * @throws RefusedException also if another change was begun that may still come into force
   */
  DeviceList with(Transaction step, byte[] certificate) {
    DeviceCert cert = verified(certificate);
    if (!cert.address().user().equals(tools.user())) {
      throw new RefusedException("That device belongs to another account.");
    }
    DeviceList before = inForce(step);
    DeviceEntry fresh = DeviceEntry.of(tools.e1(), cert);
    try (Ed25519KeyPair accountKey = accountKey(step, before)) {
      return kept(lists -> lists.with(before, accountKey, fresh));
    }
  }

  private DeviceList next(DeviceList before, Ed25519KeyPair accountKey, List<DeviceEntry> entries) {
    return kept(lists -> lists.next(before, accountKey, entries));
  }

  /** Kept at once, whatever becomes of the step that needs it. */
  private DeviceList kept(Function<SignedLists, DeviceList> signing) {
    try (Transaction alone = tools.begin()) {
      DeviceList list = signing.apply(lists(alone));
      alone.commit();
      return list;
    }
  }

  private SignedLists lists(Transaction step) {
    return new SignedLists(step, tools.e1(), tools.clock());
  }

  /**
   * Gives up a list that was signed and is not in force: the next change may sign another one of
   * its version. For a list that nobody will take to the server any more; if somebody does, the
   * server still takes only one of the two.
   */
  void cancel(Transaction step) {
    DeviceList before = inForce(step);
    accountKey(step, before).close();
    if (!lists(step).hasBegun(before)) {
      throw new RefusedException(
          "No change of your devices or your key waits to come into force: there is nothing to"
              + " give up.");
    }
    new Own(step, tools.e1()).removeSignedList();
  }

  /** Takes a device off the list and lets the server cut it off. */
  void remove(Transaction step, int device) {
    if (device == tools.address().device()) {
      throw new RefusedException(
          "This device cannot remove itself: it holds the key that signs the list.");
    }
    DeviceList before = inForce(step);
    try (Ed25519KeyPair accountKey = accountKey(step, before)) {
      directory.revoke(device, without(before, device, accountKey), accountKey);
    }
    contacts.refresh(step, tools.user());
  }

  /**
   * A new account key, kept until {@link #renewKey} has put it in force. One that was prepared
   * before stays: the server may yet get the list that names it.
   */
  void prepareKey(Transaction step) {
    Own own = new Own(step, tools.e1());
    try (Ed25519KeyPair current = accountKey(step, inForce(step));
        Ed25519KeyPair begun = own.nextAccountKey().orElse(null)) {
      if (begun == null || begun.publicKey().equals(current.publicKey())) {
        try (Ed25519KeyPair next = tools.e1().sodium().signingKeyPair()) {
          own.putNextAccountKey(current, next);
        }
      }
    }
  }

  /** Lets the account key vouch for the one that {@link #prepareKey} made. */
  void renewKey(Transaction step) {
    E1 e1 = tools.e1();
    DeviceList before = inForce(step);
    try (Ed25519KeyPair current = accountKey(step, before);
        Ed25519KeyPair next = new Own(step, e1).nextAccountKey().orElseThrow()) {
      DeviceList list = next(before, next, before.entries());
      directory.replaceList(
          list, AccountKeyRollover.issue(e1, current, next.publicKey(), before), current);
    }
    contacts.refresh(step, tools.user());
  }

  /** The list once more where it lacks the device already: the answer to its removal was lost. */
  private DeviceList without(DeviceList before, int device, Ed25519KeyPair accountKey) {
    List<DeviceEntry> others =
        before.entries().stream().filter(entry -> entry.device() != device).toList();
    return others.size() == before.entries().size() ? before : next(before, accountKey, others);
  }

  /** Whether this device holds the key that signs the list; another holder may have renewed it. */
  boolean isHeld(Transaction step) {
    try (Ed25519KeyPair held =
        new Own(step, tools.e1()).accountKey(keyInForce(step)).orElse(null)) {
      return held != null;
    }
  }

  /** The account key that is in force at the server; the caller closes it. */
  Ed25519KeyPair heldKey(Transaction step) {
    return accountKey(step, inForce(step));
  }

  /** The public half of the key in force, as far as is known here. */
  Ed25519PublicKey keyInForce(Transaction step) {
    return contacts.pins(step, tools.user()).list().accountKey();
  }

  private DeviceCert verified(byte[] certificate) {
    try {
      DeviceCert cert = DeviceCert.parse(certificate);
      cert.verify(tools.e1());
      return cert;
    } catch (KeyRejectedException e) {
      throw new RefusedException(
          "That is not the code of a device: copy the whole line that the other device shows.", e);
    }
  }

  private DeviceList inForce(Transaction step) {
    contacts.refresh(step, tools.user());
    return contacts.pins(step, tools.user()).list();
  }

  private Ed25519KeyPair accountKey(Transaction step, DeviceList list) {
    Ed25519PublicKey inForce = list.accountKey();
    return new Own(step, tools.e1())
        .accountKey(inForce)
        .orElseThrow(() -> new RefusedException(NOT_HELD));
  }
}
