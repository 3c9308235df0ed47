package dev.letterlock.crypto.e2ee.primitive;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * A key from a passphrase (docs/E2EE.md §4): crypto_pwhash with Argon2id 1.3 (RFC 9106). Takes a
 * good part of a second and {@link PasswordCost#memoryBytes} of memory. Safe for any thread.
 */
public final class Argon2id {

  public static final int SALT_SIZE = 16;
  public static final int KEY_SIZE = 32;

  private static final int ALGORITHM = 2;

  private final MethodHandle function;

  public Argon2id(Sodium sodium) {
    this.function =
        Linker.nativeLinker()
            .downcallHandle(
                sodium.symbol("crypto_pwhash"),
                FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG,
                    JAVA_INT));
  }

  /**
   * Derives a key.
   *
   * @param passphrase UTF-8, the caller's to wipe
   * @param salt 16 bytes
   * @return 32 bytes
   * @throws IllegalStateException if the memory is not to be had
   */
  public SecretBytes key(byte[] passphrase, byte[] salt, PasswordCost cost) {
    if (salt.length != SALT_SIZE) {
      throw new IllegalArgumentException("salt: " + salt.length + " B (expected: 16)");
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocate(KEY_SIZE);
      MemorySegment words = arena.allocateFrom(ValueLayout.JAVA_BYTE, passphrase);
      try {
        call(key, words, arena.allocateFrom(ValueLayout.JAVA_BYTE, salt), cost);
        byte[] copy = key.toArray(ValueLayout.JAVA_BYTE);
        try {
          return SecretBytes.copyOf(copy);
        } finally {
          Arrays.fill(copy, (byte) 0);
        }
      } finally {
        key.fill((byte) 0);
        words.fill((byte) 0);
      }
    }
  }

  private void call(
      MemorySegment key, MemorySegment passphrase, MemorySegment salt, PasswordCost cost) {
    int returnCode;
    try {
      returnCode =
          (int)
              function.invokeExact(
                  key,
                  key.byteSize(),
                  passphrase,
                  passphrase.byteSize(),
                  salt,
                  cost.passes(),
                  cost.memoryBytes(),
                  ALGORITHM);
    } catch (Throwable e) {
      throw new IllegalStateException("crypto_pwhash: not callable", e);
    }
    if (returnCode != 0) {
      throw new IllegalStateException(
          "crypto_pwhash: " + returnCode + " (expected: 0, with enough memory)");
    }
  }
}
