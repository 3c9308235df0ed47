package dev.letterlock.crypto.e2ee.primitive;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * crypto_secretstream_xchacha20poly1305: a sequence of chunks of which none can be changed, left
 * out, repeated or moved, the last one marked as such (docs/E2EE.md §2.11). Called without a copy
 * on heap arrays, as {@link XChaCha20Poly1305} is. Safe for any thread; a {@link Run} is for one.
 */
public final class SecretStream {

  public static final int KEY_SIZE = 32;
  public static final int HEADER_SIZE = 24;

  /** What sealing adds to a chunk. */
  public static final int OVERHEAD = 17;

  private static final int STATE_SIZE = 52;
  private static final byte MORE = 0;
  private static final byte FINAL = 3;
  private static final MemorySegment UNUSED = MemorySegment.NULL;

  /** What a sealed chunk turned out to be. */
  public enum Chunk {
    /** Not sealed under this key at this place, or changed. */
    REFUSED,
    /** Others follow. */
    MORE,
    /** Nothing follows. */
    LAST,
    /** Authentic, with a mark that E1 does not use. */
    OTHER
  }

  private final MethodHandle init;
  private final MethodHandle push;
  private final MethodHandle pull;

  public SecretStream(Sodium sodium) {
    this.init =
        function(sodium, "init_pull", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    this.push =
        function(
            sodium,
            "push",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG,
                JAVA_BYTE));
    this.pull =
        function(
            sodium,
            "pull",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS,
                JAVA_LONG));
  }

  private static MethodHandle function(Sodium sodium, String name, FunctionDescriptor descriptor) {
    return Linker.nativeLinker()
        .downcallHandle(
            sodium.symbol("crypto_secretstream_xchacha20poly1305_" + name),
            descriptor,
            Linker.Option.critical(true));
  }

  /**
   * The beginning of a stream, for either direction: init_push is the same on a header that it
   * draws.
   *
   * @param key 32 bytes, which stays the caller's
   * @param header 24 bytes; random for what is sealed
   */
  public Run begin(SecretBytes key, byte[] header) {
    requireSize("key", key.size(), KEY_SIZE);
    requireSize("header", header.length, HEADER_SIZE);
    byte[] state = new byte[STATE_SIZE];
    try {
      require(
          "init",
          (int)
              init.invokeExact(
                  MemorySegment.ofArray(state), MemorySegment.ofArray(header), key.revealView()));
    } catch (Throwable e) {
      throw notCallable("init", e);
    }
    return new Run(state);
  }

  /** One stream, from its first chunk to its last; for one thread. Closing wipes its keys. */
  public final class Run implements AutoCloseable {

    private final byte[] state;
    private final byte[] mark = new byte[1];

    private Run(byte[] state) {
      this.state = state;
    }

    /**
     * Seals the next chunk.
     *
     * @param sealed receives the plaintext's length and 17 bytes
     */
    public void seal(MemorySegment plaintext, MemorySegment sealed, boolean last) {
      requireSize("sealed", sealed.byteSize(), plaintext.byteSize() + OVERHEAD);
      try {
        require(
            "push",
            (int)
                push.invokeExact(
                    MemorySegment.ofArray(state),
                    sealed,
                    UNUSED,
                    plaintext,
                    plaintext.byteSize(),
                    UNUSED,
                    0L,
                    last ? FINAL : MORE));
      } catch (Throwable e) {
        throw notCallable("push", e);
      }
    }

    /**
     * Opens the next chunk.
     *
     * @param plaintext receives the sealed length less 17 bytes; of no meaning if refused
     */
    public Chunk open(MemorySegment sealed, MemorySegment plaintext) {
      requireSize("sealed", sealed.byteSize(), plaintext.byteSize() + OVERHEAD);
      try {
        int returnCode =
            (int)
                pull.invokeExact(
                    MemorySegment.ofArray(state),
                    plaintext,
                    UNUSED,
                    MemorySegment.ofArray(mark),
                    sealed,
                    sealed.byteSize(),
                    UNUSED,
                    0L);
        return returnCode == 0 ? marked() : Chunk.REFUSED;
      } catch (Throwable e) {
        throw notCallable("pull", e);
      }
    }

    private Chunk marked() {
      return switch (mark[0]) {
        case MORE -> Chunk.MORE;
        case FINAL -> Chunk.LAST;
        default -> Chunk.OTHER;
      };
    }

    @Override
    public void close() {
      Arrays.fill(state, (byte) 0);
    }
  }

  private static void require(String function, int returnCode) {
    if (returnCode != 0) {
      throw new IllegalStateException(
          "secretstream " + function + ": " + returnCode + " (expected: 0)");
    }
  }

  private static void requireSize(String name, long size, long expected) {
    if (size != expected) {
      throw new IllegalArgumentException(name + ": " + size + " B (expected: " + expected + ")");
    }
  }

  private static IllegalStateException notCallable(String function, Throwable e) {
    return new IllegalStateException("secretstream " + function + ": not callable", e);
  }
}
