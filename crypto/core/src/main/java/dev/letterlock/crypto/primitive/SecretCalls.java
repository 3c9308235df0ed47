package dev.letterlock.crypto.primitive;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The calls of libsodium that read or make secret keys, on heap arrays as they are: JNA would copy
 * each key to foreign memory and free it unwiped (docs/E2EE.md §4, "Zeroisation"). Sizes are the
 * caller's to check. Safe for any thread; each call holds up garbage collection for some 30
 * microseconds, and a signature for 4 more a KiB.
 */
final class SecretCalls {

  private final MethodHandle seedKeyPair;
  private final MethodHandle signDetached;
  private final MethodHandle scalarMultBase;
  private final MethodHandle scalarMult;
  private final MethodHandle randomBytes;

  SecretCalls(SodiumLibrary library) {
    this.seedKeyPair = function(library, "crypto_sign_seed_keypair", ADDRESS, ADDRESS, ADDRESS);
    this.signDetached =
        function(library, "crypto_sign_detached", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    this.scalarMultBase = function(library, "crypto_scalarmult_base", ADDRESS, ADDRESS);
    this.scalarMult = function(library, "crypto_scalarmult", ADDRESS, ADDRESS, ADDRESS);
    this.randomBytes =
        bind(library, "randombytes_buf", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
  }

  private static MethodHandle function(
      SodiumLibrary library, String name, MemoryLayout... arguments) {
    return bind(library, name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle bind(
      SodiumLibrary library, String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker()
        .downcallHandle(library.symbol(name), descriptor, Linker.Option.critical(true));
  }

  /**
   * The Ed25519 pair of a seed.
   *
   * @param publicKey receives 32 bytes
   * @param secretKey receives 64 bytes
   * @param seed 32 bytes
   * @return zero if all went well, as with every function here
   */
  int seedKeyPair(byte[] publicKey, byte[] secretKey, byte[] seed) {
    try {
      return (int) seedKeyPair.invokeExact(heap(publicKey), heap(secretKey), heap(seed));
    } catch (Throwable e) {
      throw notCallable("crypto_sign_seed_keypair", e);
    }
  }

  /**
   * An Ed25519 signature.
   *
   * @param signature receives 64 bytes
   * @param secretKey 64 bytes
   */
  int sign(byte[] signature, byte[] message, byte[] secretKey) {
    try {
      return (int)
          signDetached.invokeExact(
              heap(signature),
              MemorySegment.NULL,
              heap(message),
              (long) message.length,
              heap(secretKey));
    } catch (Throwable e) {
      throw notCallable("crypto_sign_detached", e);
    }
  }

  /**
   * The X25519 public key of a scalar.
   *
   * @param publicKey receives 32 bytes
   * @param scalar 32 bytes
   */
  int scalarMultBase(byte[] publicKey, byte[] scalar) {
    try {
      return (int) scalarMultBase.invokeExact(heap(publicKey), heap(scalar));
    } catch (Throwable e) {
      throw notCallable("crypto_scalarmult_base", e);
    }
  }

  /**
   * X25519.
   *
   * @param shared receives 32 bytes
   * @param scalar 32 bytes
   * @param point 32 bytes
   * @return not zero if the secret would be all zeros
   */
  int scalarMult(byte[] shared, byte[] scalar, byte[] point) {
    try {
      return (int) scalarMult.invokeExact(heap(shared), heap(scalar), heap(point));
    } catch (Throwable e) {
      throw notCallable("crypto_scalarmult", e);
    }
  }

  /** Fills an array; the function has no return code, and ends the process rather than fail. */
  void fillRandomly(byte[] out) {
    try {
      randomBytes.invokeExact(heap(out), (long) out.length);
    } catch (Throwable e) {
      throw notCallable("randombytes_buf", e);
    }
  }

  private static MemorySegment heap(byte[] array) {
    return MemorySegment.ofArray(array);
  }

  private static SodiumException notCallable(String function, Throwable cause) {
    return new SodiumException(function + ": not callable (expected: callable)", cause);
  }
}
