package dev.letterlock.crypto.e2ee.primitive;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * crypto_secretbox_easy (XSalsa20-Poly1305) of docs/E2EE.md §2.2: a 32-byte key, a 24-byte nonce
 * and a 16-byte tag before the ciphertext. Called without a copy on heap arrays, which leaves no
 * secret in foreign memory; meant for some bytes at a time. Safe for any thread.
 */
public final class SecretBox {

  /** Bytes of each. */
  public static final int KEY_SIZE = 32;

  public static final int NONCE_SIZE = 24;
  public static final int TAG_SIZE = 16;

  private final MethodHandle seal;
  private final MethodHandle open;

  public SecretBox(Sodium sodium) {
    this.seal = function(sodium, "crypto_secretbox_easy");
    this.open = function(sodium, "crypto_secretbox_open_easy");
  }

  private static MethodHandle function(Sodium sodium, String name) {
    return Linker.nativeLinker()
        .downcallHandle(
            sodium.symbol(name),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS),
            Linker.Option.critical(true));
  }

  /**
   * Encrypts and authenticates.
   *
   * @param key 32 bytes
   * @param nonce 24 bytes, never used before with this key
   * @return 16 bytes more than the secret has
   * @throws IllegalArgumentException if key or nonce are of another size
   */
  public byte[] seal(SecretBytes key, byte[] nonce, SecretBytes secret) {
    byte[] box = new byte[TAG_SIZE + secret.size()];
    int returnCode = call(seal, MemorySegment.ofArray(box), secret.revealView(), nonce, key);
    if (returnCode != 0) {
      throw new IllegalStateException("crypto_secretbox_easy: " + returnCode + " (expected: 0)");
    }
    return box;
  }

  /**
   * Authenticates, then decrypts.
   *
   * @param key 32 bytes
   * @param nonce 24 bytes
   * @param box at least 16 bytes
   * @return 16 bytes less than the box has, or empty if it is not authentic; the caller closes it
   * @throws IllegalArgumentException if key or nonce are of another size
   */
  public Optional<SecretBytes> open(SecretBytes key, byte[] nonce, byte[] box) {
    if (box.length < TAG_SIZE) {
      return Optional.empty();
    }
    byte[] opened = new byte[box.length - TAG_SIZE];
    try {
      boolean good =
          call(open, MemorySegment.ofArray(opened), MemorySegment.ofArray(box), nonce, key) == 0;
      return good ? Optional.of(SecretBytes.copyOf(opened)) : Optional.empty();
    } finally {
      Arrays.fill(opened, (byte) 0);
    }
  }

  private static int call(
      MethodHandle function, MemorySegment out, MemorySegment in, byte[] nonce, SecretBytes key) {
    requireSize("key", key.size(), KEY_SIZE);
    requireSize("nonce", nonce.length, NONCE_SIZE);
    try {
      return (int)
          function.invokeExact(
              out, in, in.byteSize(), MemorySegment.ofArray(nonce), key.revealView());
    } catch (Throwable e) {
      throw new IllegalStateException("crypto_secretbox: not callable", e);
    }
  }

  private static void requireSize(String name, int size, int expected) {
    if (size != expected) {
      throw new IllegalArgumentException(name + ": " + size + " B (expected: " + expected + ")");
    }
  }
}
