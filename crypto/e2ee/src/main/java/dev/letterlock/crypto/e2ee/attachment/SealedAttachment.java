package dev.letterlock.crypto.e2ee.attachment;

import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;

/**
 * What sealing a file came to, beside the blob (docs/E2EE.md §2.11). Closing wipes the key.
 *
 * @param key AK, 32 bytes, owned
 * @param digest H("E1:att", blob)
 * @param size of the file, in bytes
 */
public record SealedAttachment(SecretBytes key, Hash32 digest, long size) implements AutoCloseable {
  @Override
  public void close() {
    key.close();
  }
}
