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
import java.util.ArrayList;
import java.util.List;

/**
 * The list of the account's own devices, which its first device signs (docs/E2EE.md §2.2): devices
 * are admitted and removed, and the account key is renewed. Every step may be repeated when its
 * answer was lost. On the desk; blocks for the server.
 */
final class OwnList {

  private final Tools tools;
  private final Contacts contacts;
  private final Directory directory;

  OwnList(Tools tools, Contacts contacts, Directory directory) {
    this.tools = tools;
    this.contacts = contacts;
    this.directory = directory;
  }

  /** The next list, which also names the device of a certificate; not published. */
  DeviceList with(Transaction step, byte[] certificate) {
    DeviceCert cert = verified(certificate);
    if (!cert.address().user().equals(tools.user())) {
      throw new RefusedException("That device belongs to another account.");
    }
    DeviceList before = inForce(step);
    List<DeviceEntry> entries = new ArrayList<>(before.entries());
    entries.add(DeviceEntry.of(tools.e1(), cert));
    try (Ed25519KeyPair accountKey = accountKey(step, before)) {
      return before.next(tools.e1(), accountKey, tools.clock().millis(), entries);
    }
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

  /** A new account key, kept until {@link #renewKey} has put it in force. */
  void prepareKey(Transaction step) {
    try (Ed25519KeyPair current = accountKey(step, inForce(step));
        Ed25519KeyPair next = tools.e1().sodium().signingKeyPair()) {
      new Own(step, tools.e1()).putNextAccountKey(current, next);
    }
  }

  /** Lets the account key vouch for the one that {@link #prepareKey} made. */
  void renewKey(Transaction step) {
    E1 e1 = tools.e1();
    DeviceList before = inForce(step);
    try (Ed25519KeyPair current = accountKey(step, before);
        Ed25519KeyPair next = new Own(step, e1).nextAccountKey().orElseThrow()) {
      DeviceList list = before.next(e1, next, tools.clock().millis(), before.entries());
      directory.replaceList(
          list, AccountKeyRollover.issue(e1, current, next.publicKey(), before), current);
    }
    contacts.refresh(step, tools.user());
  }

  /** The list once more where it lacks the device already: the answer to its removal was lost. */
  private DeviceList without(DeviceList before, int device, Ed25519KeyPair accountKey) {
    List<DeviceEntry> others =
        before.entries().stream().filter(entry -> entry.device() != device).toList();
    return others.size() == before.entries().size()
        ? before
        : before.next(tools.e1(), accountKey, tools.clock().millis(), others);
  }

  private DeviceCert verified(byte[] certificate) {
    try {
      DeviceCert cert = DeviceCert.parse(certificate);
      cert.verify(tools.e1());
      return cert;
    } catch (KeyRejectedException e) {
      throw new RefusedException("That is not the code of a device.", e);
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
        .orElseThrow(
            () -> new RefusedException("Only the first device of the account can do that."));
  }
}
