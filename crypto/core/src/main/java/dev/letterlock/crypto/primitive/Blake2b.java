package dev.letterlock.crypto.primitive;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * crypto_generichash (RFC 7693) called on heap arrays as they are. Every KDF of E1 goes through
 * here: JNA would copy each key to foreign memory and free it unwiped, and take twice the time.
 * Safe for any thread.
 */
final class Blake2b {

  private final MethodHandle function;

  Blake2b(MemorySegment address) {
    this.function =
        Linker.nativeLinker()
            .downcallHandle(
                address,
                FunctionDescriptor.of(
                    JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG),
                Linker.Option.critical(true));
  }

  /** The hash of the message, {@code length} bytes. */
  byte[] hash(byte[] message, int length, byte @Nullable [] key) {
    byte[] out = new byte[length];
    MemorySegment keyOrNull = key == null ? MemorySegment.NULL : MemorySegment.ofArray(key);
    int returnCode;
    try {
      returnCode =
          (int)
              function.invokeExact(
                  MemorySegment.ofArray(out),
                  (long) length,
                  MemorySegment.ofArray(message),
                  (long) message.length,
                  keyOrNull,
                  keyOrNull.byteSize());
    } catch (Throwable e) {
      throw new SodiumException("crypto_generichash: not callable (expected: callable)", e);
    }
    if (returnCode != 0) {
      throw new SodiumException("crypto_generichash: " + returnCode + " (expected: 0)");
    }
    return out;
  }
}
