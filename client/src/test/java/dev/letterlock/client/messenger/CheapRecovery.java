package dev.letterlock.client.messenger;

import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.file.Path;

/** Recovery files whose passphrases cost little, so that tests may open many. */
public final class CheapRecovery {

  private static final PasswordCost CHEAP = new PasswordCost(8 << 10, 1);

  private CheapRecovery() {}

  /** As {@link Account#writeRecoveryFile}. */
  public static void write(Messenger messenger, Path file, SecretBytes passphrase) {
    messenger.account().writeRecoveryFile(file, passphrase, CHEAP);
  }
}
