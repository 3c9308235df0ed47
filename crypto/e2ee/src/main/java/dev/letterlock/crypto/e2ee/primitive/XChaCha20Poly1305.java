package dev.letterlock.crypto.e2ee.primitive;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.letterlock.crypto.primitive.Sodium;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * {@code AE} of docs/E2EE.md §2.1: crypto_aead_xchacha20poly1305_ietf, a 32-byte key, a 24-byte
 * nonce and a 16-byte tag behind the ciphertext. Called without a copy on heap arrays, which
 * neither leaves keys in foreign memory nor costs a second buffer; plaintext and ciphertext may
 * begin at the same byte. Safe for any thread.
 */
public final class XChaCha20Poly1305 {

  public static final int KEY_SIZE = 32;
  public static final int NONCE_SIZE = 24;
  public static final int TAG_SIZE = 16;

  private static final MemorySegment UNUSED = MemorySegment.NULL;

  /** The call pins the heap, so it must be short: 64 KiB take about 60 microseconds. */
  private static final Linker.Option ON_HEAP = Linker.Option.critical(true);

  private final MethodHandle encrypt;
  private final MethodHandle decrypt;

  public XChaCha20Poly1305(Sodium sodium) {
    this.encrypt =
        Linker.nativeLinker()
            .downcallHandle(
                sodium.symbol("crypto_aead_xchacha20poly1305_ietf_encrypt"),
                FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS,
                    ADDRESS, ADDRESS),
                ON_HEAP);
    this.decrypt =
        Linker.nativeLinker()
            .downcallHandle(
                sodium.symbol("crypto_aead_xchacha20poly1305_ietf_decrypt"),
                FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG,
                    ADDRESS, ADDRESS),
                ON_HEAP);
  }

  /**
   * Encrypts and authenticates.
   *
   * @param ciphertext receives the plaintext's length and 16 bytes of tag
   */
  public void seal(
      MemorySegment key,
      MemorySegment nonce,
      MemorySegment associated,
      MemorySegment plaintext,
      MemorySegment ciphertext) {
    requireSizes(key, nonce, plaintext, ciphertext);
    requireWritable(ciphertext);
    int returnCode;
    try {
      returnCode =
          (int)
              encrypt.invokeExact(
                  ciphertext,
                  UNUSED,
                  plaintext,
                  plaintext.byteSize(),
                  associated,
                  associated.byteSize(),
                  UNUSED,
                  nonce,
                  key);
    } catch (Throwable e) {
      throw new IllegalStateException("xchacha20poly1305 encrypt: not callable", e);
    }
    if (returnCode != 0) {
      throw new IllegalStateException(
          "xchacha20poly1305 encrypt: " + returnCode + " (expected: 0)");
    }
  }

  /**
   * Authenticates, then decrypts.
   *
   * @param plaintext receives the ciphertext's length less 16 bytes; of no meaning on failure
   * @return whether the tag was good
   */
  public boolean open(
      MemorySegment key,
      MemorySegment nonce,
      MemorySegment associated,
      MemorySegment ciphertext,
      MemorySegment plaintext) {
    requireSizes(key, nonce, plaintext, ciphertext);
    requireWritable(plaintext);
    try {
      return (int)
              decrypt.invokeExact(
                  plaintext,
                  UNUSED,
                  UNUSED,
                  ciphertext,
                  ciphertext.byteSize(),
                  associated,
                  associated.byteSize(),
                  nonce,
                  key)
          == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("xchacha20poly1305 decrypt: not callable", e);
    }
  }

  private static void requireSizes(
      MemorySegment key, MemorySegment nonce, MemorySegment plaintext, MemorySegment ciphertext) {
    requireSize("key", key.byteSize(), KEY_SIZE);
    requireSize("nonce", nonce.byteSize(), NONCE_SIZE);
    requireSize("ciphertext", ciphertext.byteSize(), plaintext.byteSize() + TAG_SIZE);
  }

  private static void requireWritable(MemorySegment target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("target: read-only (expected: writable)");
    }
  }

  private static void requireSize(String name, long size, long expected) {
    if (size != expected) {
      throw new IllegalArgumentException(name + ": " + size + " B (expected: " + expected + ")");
    }
  }
}
