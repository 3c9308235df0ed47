package dev.letterlock.crypto.primitive;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * crypto_generichash (RFC 7693) over a message in parts, without a key. The state is in foreign
 * memory, as libsodium wants it at a multiple of 64 bytes. Safe for any thread; a state is for one
 * at a time.
 */
final class Blake2bParts {

  private static final long STATE_SIZE = 384;
  private static final long STATE_ALIGNMENT = 64;

  private final MethodHandle init;
  private final MethodHandle update;
  private final MethodHandle last;

  Blake2bParts(SodiumLibrary library) {
    this.init =
        function(library, "crypto_generichash_init", ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG);
    this.update = function(library, "crypto_generichash_update", ADDRESS, ADDRESS, JAVA_LONG);
    this.last = function(library, "crypto_generichash_final", ADDRESS, ADDRESS, JAVA_LONG);
  }

  private static MethodHandle function(
      SodiumLibrary library, String name, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(
            library.symbol(name),
            FunctionDescriptor.of(JAVA_INT, arguments),
            Linker.Option.critical(true));
  }

  /** A hash of nothing so far. */
  StreamedHash start() {
    MemorySegment state = Arena.ofAuto().allocate(STATE_SIZE, STATE_ALIGNMENT);
    try {
      require((int) init.invokeExact(state, MemorySegment.NULL, 0L, (long) Hash32.SIZE));
    } catch (Throwable e) {
      throw notCallable(e);
    }
    return new StreamedHash(this, state);
  }

  /**
   * Takes in one part more.
   *
   * @param part short, as the call holds up garbage collection
   */
  void update(MemorySegment state, MemorySegment part) {
    try {
      require((int) update.invokeExact(state, part, part.byteSize()));
    } catch (Throwable e) {
      throw notCallable(e);
    }
  }

  /** The hash of all parts; the state is of no use after. */
  Hash32 finish(MemorySegment state) {
    byte[] hash = new byte[Hash32.SIZE];
    try {
      require((int) last.invokeExact(state, MemorySegment.ofArray(hash), (long) hash.length));
    } catch (Throwable e) {
      throw notCallable(e);
    }
    return Hash32.of(hash);
  }

  private static void require(int returnCode) {
    if (returnCode != 0) {
      throw new SodiumException("crypto_generichash in parts: " + returnCode + " (expected: 0)");
    }
  }

  private static SodiumException notCallable(Throwable e) {
    return e instanceof SodiumException refused
        ? refused
        : new SodiumException("crypto_generichash in parts: not callable (expected: callable)", e);
  }
}
