package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.server.Receipt.Kind;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Collects the receipts that wait for one session and writes them as Receipt frames
 * (docs/PROTOCOL.md §5.7). A later watermark of the same kind, conversation, reader and sender
 * device replaces an earlier one; messages that expired are named one by one. Reusable and free of
 * garbage once its array has grown; one thread at a time.
 */
public final class ReceiptWriter {
  private static final int FIRST_CAPACITY = 2;

  private static final int CONVERSATION_HIGH = 0;
  private static final int CONVERSATION_LOW = 1;
  private static final int READER_HIGH = 2;
  private static final int READER_LOW = 3;
  private static final int KIND_AND_DEVICE = 4;
  private static final int UP_TO = 5;
  private static final int WIDTH = 6;

  private long[] waiting = new long[FIRST_CAPACITY * WIDTH];
  private int count;
  private int written;
  private long highestMark;

  /** True if every receipt was written. */
  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * Adds a watermark.
   *
   * @param mark its number, u64
   * @param upTo server time, µs, u64
   */
  public void add(
      long mark,
      Kind kind,
      long conversationHigh,
      long conversationLow,
      UserId reader,
      int senderDevice,
      long upTo) {
    highestMark = Math.max(highestMark, mark);
    int base = count * WIDTH;
    if (base == waiting.length) {
      waiting = Arrays.copyOf(waiting, 2 * base);
    }
    waiting[base + CONVERSATION_HIGH] = conversationHigh;
    waiting[base + CONVERSATION_LOW] = conversationLow;
    waiting[base + READER_HIGH] = reader.high();
    waiting[base + READER_LOW] = reader.low();
    waiting[base + KIND_AND_DEVICE] =
        (long) kind.code() << Integer.SIZE | Integer.toUnsignedLong(senderDevice);
    int same = kind == Kind.EXPIRED ? base : trackOf(base);
    waiting[same + UP_TO] = upTo;
    count += same == base ? 1 : 0;
  }

  /** Bytes of the next frame. */
  public int size() {
    return ReceiptCodec.size(nextEntries());
  }

  /**
   * Appends the next frame. Only the last one carries the highest mark; the others carry 0, so that
   * confirming them confirms nothing that is still to come.
   *
   * @throws IllegalArgumentException if nothing waits
   */
  public void writeTo(ByteBuf out) {
    int entries = nextEntries();
    boolean last = written + entries == count;
    ReceiptCodec.writeHead(last ? highestMark : 0, entries, out);
    for (int i = 0; i < entries; i++) {
      writeEntry((written + i) * WIDTH, out);
    }
    written = last ? 0 : written + entries;
    count = last ? 0 : count;
  }

  private int nextEntries() {
    return Math.min(count - written, Wire.MAX_RECEIPT_MARKS);
  }

  /** Where the watermark of the track waits that the entry at {@code fresh} belongs to. */
  private int trackOf(int fresh) {
    int base = 0;
    while (base < fresh && !isSameTrack(base, fresh)) {
      base += WIDTH;
    }
    return base;
  }

  private boolean isSameTrack(int a, int b) {
    return Arrays.equals(waiting, a, a + UP_TO, waiting, b, b + UP_TO);
  }

  private void writeEntry(int base, ByteBuf out) {
    int kind = (int) (waiting[base + KIND_AND_DEVICE] >>> Integer.SIZE);
    out.writeByte(kind);
    out.writeLong(waiting[base + CONVERSATION_HIGH]).writeLong(waiting[base + CONVERSATION_LOW]);
    out.writeLong(waiting[base + READER_HIGH]).writeLong(waiting[base + READER_LOW]);
    out.writeInt((int) waiting[base + KIND_AND_DEVICE]).writeLong(waiting[base + UP_TO]);
  }
}
