package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.profile.DeviceAsked;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.RecoveryFile;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.time.Clock;

/**
 * How a new device admits itself by the account key of a recovery file, as when the device that
 * held it is lost (docs/E2EE.md §2.2). It pins nothing yet: it believes the key in the file, and a
 * list that is signed by it. Blocks.
 */
record Recovery(E1 e1, Clock clock, Vault vault, Enroller enroller) {

  /**
   * Signs the list that also names the device, and takes it to the server.
   *
   * @throws RefusedException if the file is not of this account, its key not in force, or the list
   *     full
   * @throws dev.letterlock.crypto.e2ee.store.RecoveryRejectedException if it does not open
   */
  void admit(DeviceAsked asked, RecoveryFile file, SecretBytes passphrase) {
    if (!file.user().equals(asked.ticket().userId())) {
      throw new RefusedException(
          "That recovery file is of another account than "
              + asked.name()
              + ": give the right one.");
    }
    try (Ed25519KeyPair accountKey = file.open(e1, passphrase)) {
      DeviceList before = inForce(asked);
      requireKey(before, accountKey);
      enroller.joinHolding(accountKey, asked, signed(before, accountKey, asked));
    }
  }

  private DeviceList inForce(DeviceAsked asked) {
    try {
      DeviceList list = enroller.ownList(asked);
      if (!list.user().equals(asked.ticket().userId())) {
        throw new KeyRejectedException(
            KeyFault.WRONG_OWNER, "list: another user's (expected: own)");
      }
      list.verify(e1);
      return list;
    } catch (KeyRejectedException e) {
      throw new RefusedException(Words.of(e, asked.name()), e);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          "The server showed keys of " + asked.name() + " that are no keys.", e);
    }
  }

  private static void requireKey(DeviceList before, Ed25519KeyPair accountKey) {
    if (!before.accountKey().equals(accountKey.publicKey())) {
      throw new RefusedException(
          "The recovery file is good, but its key is not that of the account any more, as the server"
              + " says: the key was renewed after the file was written, or the account began anew."
              + " Take a file that was written since.");
    }
  }

  private DeviceList signed(DeviceList before, Ed25519KeyPair accountKey, DeviceAsked asked) {
    DeviceEntry fresh = DeviceEntry.of(e1, asked.device().cert());
    try (Transaction step = new Transaction(vault)) {
      DeviceList list = new SignedLists(step, e1, clock).with(before, accountKey, fresh);
      new Own(step, e1).putRecoveryKey(accountKey.publicKey());
      step.commit();
      return list;
    }
  }
}
