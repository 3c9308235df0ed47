package dev.letterlock.crypto.e2ee.handshake;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * All that both ends of a handshake found out for themselves, in the order of docs/E2EE.md §2.4,
 * and what follows from it. Owns what is added; closing wipes it.
 */
final class AgreedSecrets implements AutoCloseable {

  private static final int KEY_SIZE = 32;
  private static final int PRK_SIZE = 64;

  private final E1 e1;
  private final List<SecretBytes> secrets = new ArrayList<>();

  AgreedSecrets(E1 e1) {
    this.e1 = e1;
  }

  void add(SecretBytes secret) {
    secrets.add(secret);
  }

  HandshakeSecrets derive(byte[] context) {
    SecretBytes[] inputs = secrets.toArray(SecretBytes[]::new);
    try (SecretBytes salt = SecretBytes.copyOf(e1.wideHash(Label.HANDSHAKE_CONTEXT, context));
        SecretBytes prk = e1.kdfOfSecrets(salt, Label.HANDSHAKE, PRK_SIZE, inputs);
        SecretBytes id = e1.kdf(prk, Label.SESSION_ID, SessionId.SIZE)) {
      return new HandshakeSecrets(
          SessionId.of(id.revealCopy()),
          e1.kdf(prk, Label.ROOT_KEY, KEY_SIZE),
          e1.kdf(prk, Label.EXPORT, KEY_SIZE));
    }
  }

  @Override
  public void close() {
    secrets.forEach(SecretBytes::close);
  }
}
