package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Own;
import dev.letterlock.crypto.e2ee.store.RecoveryFile;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.file.Path;

/**
 * Recovery files that are written here (docs/E2EE.md §2.2). Any thread; the passphrase is worked on
 * outside of the desk, which the messages need.
 */
record RecoveryCopies(Messenger messenger, OwnList list) {

  /** Seals the account key that is in force into a new file. */
  void write(Path file, SecretBytes passphrase, PasswordCost cost) {
    if (passphrase.size() == 0) {
      throw new RefusedException(
          Reason.INVALID, "A recovery file needs a passphrase: choose one.", null, null);
    }
    RecoveryOnDisk.requireFree(file);
    Tools tools = messenger.works().tools();
    try (Ed25519KeyPair key = messenger.changing(list::heldKey)) {
      RecoveryOnDisk.write(
          file, RecoveryFile.seal(tools.e1(), tools.user(), key, passphrase, cost));
      messenger.changing(step -> {
        new Own(step, tools.e1()).putRecoveryKey(key.publicKey());
        return true;
      });
    }
  }

  /** Whether one was written or used here, and its key is not in force any more. */
  boolean areOutdated() {
    return messenger.reading(step ->
        new Own(step, messenger.works().tools().e1())
            .recoveryKey()
            .filter(sealed -> !sealed.equals(list.keyInForce(step)))
            .isPresent());
  }
}
