package dev.letterlock.loadtest.peer;

import java.nio.ByteBuffer;
import java.util.Random;

/**
 * The plaintext of the harness: {@code run u64 | seq u64 | ref u32 | intended u64 | pattern}, where
 * seq counts from 0 within a flow, ref is that of the Send, intended is {@code nanoTime} and the
 * pattern follows from the seed. One thread at a time for writing; reading is safe for any.
 */
final class Content {

  private static final int SEQ = 8;
  private static final int REF = 16;
  private static final int INTENDED = 20;
  private static final int PATTERN = 28;

  private final long run;
  private final byte[] bytes;
  private final ByteBuffer view;

  /**
   * Prepares content that fills its padded size but for the one byte that padding needs.
   *
   * @param paddedSize P of docs/E2EE.md §2.6, 256 or more
   */
  Content(long run, int paddedSize) {
    this.run = run;
    this.bytes = new byte[paddedSize - 1];
    new Random(run).nextBytes(bytes);
    this.view = ByteBuffer.wrap(bytes);
    view.putLong(0, run);
  }

  /** The bytes of one message, overwritten by the next call. */
  byte[] of(long seq, int ref, long intended) {
    view.putLong(SEQ, seq).putInt(REF, ref).putLong(INTENDED, intended);
    return bytes;
  }

  /** Whether these are the bytes that some {@link #of} gave. */
  boolean matches(ByteBuffer opened) {
    return opened.remaining() == bytes.length
        && opened.getLong(0) == run
        && opened
            .slice(PATTERN, bytes.length - PATTERN)
            .equals(view.slice(PATTERN, bytes.length - PATTERN));
  }

  static long seq(ByteBuffer opened) {
    return opened.getLong(SEQ);
  }

  static int ref(ByteBuffer opened) {
    return opened.getInt(REF);
  }

  static long intended(ByteBuffer opened) {
    return opened.getLong(INTENDED);
  }
}
