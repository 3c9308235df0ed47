package dev.letterlock.crypto.e2ee.handshake;

import dev.letterlock.crypto.primitive.SecretBytes;

/**
 * What both ends of a handshake know: docs/E2EE.md §2.4. Closing wipes.
 *
 * @param rootKey RK, 32 bytes
 * @param export exp, 32 bytes, for a later linked handshake
 */
public record HandshakeSecrets(SessionId id, SecretBytes rootKey, SecretBytes export)
    implements AutoCloseable {

  @Override
  public void close() {
    rootKey.close();
    export.close();
  }
}
