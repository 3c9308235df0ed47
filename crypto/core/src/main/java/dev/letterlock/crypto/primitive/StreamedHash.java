package dev.letterlock.crypto.primitive;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * An unkeyed BLAKE2b-256 of a message that comes in parts (docs/E2EE.md §2.1); 384 bytes of memory
 * whatever its length. For one thread at a time, and not for secrets, as the state is not wiped.
 */
public final class StreamedHash {

  /** A longer part is taken in pieces: each holds up garbage collection for some 90 µs. */
  private static final long PIECE = 64 << 10;

  private final Blake2bParts function;
  private final MemorySegment state;

  StreamedHash(Blake2bParts function, MemorySegment state) {
    this.function = function;
    this.state = state;
  }

  /** Takes in what remains in the buffer, which is left as it was. */
  public void update(ByteBuffer part) {
    MemorySegment whole = MemorySegment.ofBuffer(part);
    for (long at = 0; at < whole.byteSize(); at += PIECE) {
      function.update(state, whole.asSlice(at, Math.min(PIECE, whole.byteSize() - at)));
    }
  }

  /** The hash of all parts; to be called once, last. */
  public Hash32 finish() {
    return function.finish(state);
  }
}
