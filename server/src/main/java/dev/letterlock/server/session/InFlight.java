package dev.letterlock.server.session;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one session was sent and has not acknowledged yet: the window that credits bound, and the
 * facts from which an ack makes delivered receipts without reading the disk again.
 *
 * <p>A ring of primitive records, allocated when the first entry is in flight and dropped when the
 * session has been idle, so that an idle session costs nothing. One event loop uses it.
 */
public final class InFlight {
  private static final int FIRST_CAPACITY = 8;

  private static final int SEQ = 0;
  private static final int BYTES = 1;
  private static final int TIME = 2;
  private static final int CONVERSATION_HIGH = 3;
  private static final int CONVERSATION_LOW = 4;
  private static final int SENDER_HIGH = 5;
  private static final int SENDER_LOW = 6;
  private static final int SENDER_DEVICE = 7;
  private static final int WIDTH = 8;

  private long @Nullable [] ring;
  private int head;
  private int size;
  private long bytes;

  public int count() {
    return size;
  }

  /** Sum of the sizes of the frames in flight, in bytes. */
  long bytes() {
    return bytes;
  }

  /** Adds a gap: it is acked like an entry and makes no receipt. */
  void addGap(long seq) {
    int base = append(seq, 0);
    Arrays.fill(slots(), base + TIME, base + WIDTH, 0);
  }

  /** Adds the envelope that begins at {@code index} of {@code from}; only its routing is read. */
  public void addEnvelope(long seq, int frameBytes, ByteBuf from, int index) {
    int base = append(seq, frameBytes);
    long[] slots = slots();
    slots[base + TIME] = EnvelopeCodec.time(from, index);
    slots[base + CONVERSATION_HIGH] = EnvelopeCodec.conversationHigh(from, index);
    slots[base + CONVERSATION_LOW] = EnvelopeCodec.conversationLow(from, index);
    slots[base + SENDER_HIGH] = EnvelopeCodec.senderHigh(from, index);
    slots[base + SENDER_LOW] = EnvelopeCodec.senderLow(from, index);
    slots[base + SENDER_DEVICE] = EnvelopeCodec.senderDevice(from, index);
  }

  /**
   * Takes out everything up to and including {@code seq}; neighbours of one conversation and sender
   * device become one mark with the latest time.
   */
  public void ack(long seq, MarkSink sink) {
    int marked = -1;
    while (size > 0 && Long.compareUnsigned(at(0, SEQ), seq) <= 0) {
      marked = mergeOrEmit(marked, head * WIDTH, sink);
      bytes -= at(0, BYTES);
      head = (head + 1) % capacity();
      size--;
    }
    emit(marked, sink);
  }

  /** Forgets everything without a mark: the inbox began a new epoch. */
  void clear() {
    head = 0;
    size = 0;
    bytes = 0;
  }

  /** Gives the ring back while nothing is in flight. */
  void trimToIdle() {
    if (size == 0) {
      ring = null;
      head = 0;
    }
  }

  private int mergeOrEmit(int marked, int base, MarkSink sink) {
    if (slots()[base + TIME] == 0) {
      return marked;
    }
    if (marked >= 0 && !sameTrack(marked, base)) {
      emit(marked, sink);
    }
    return base;
  }

  private boolean sameTrack(int a, int b) {
    long[] slots = slots();
    return slots[a + CONVERSATION_LOW] == slots[b + CONVERSATION_LOW]
        && slots[a + CONVERSATION_HIGH] == slots[b + CONVERSATION_HIGH]
        && slots[a + SENDER_LOW] == slots[b + SENDER_LOW]
        && slots[a + SENDER_HIGH] == slots[b + SENDER_HIGH]
        && slots[a + SENDER_DEVICE] == slots[b + SENDER_DEVICE];
  }

  private void emit(int base, MarkSink sink) {
    if (base < 0) {
      return;
    }
    long[] slots = slots();
    sink.delivered(
        slots[base + CONVERSATION_HIGH],
        slots[base + CONVERSATION_LOW],
        slots[base + SENDER_HIGH],
        slots[base + SENDER_LOW],
        (int) slots[base + SENDER_DEVICE],
        slots[base + TIME]);
  }

  private int append(long seq, int frameBytes) {
    if (ring == null || size == capacity()) {
      grow();
    }
    int base = (head + size) % capacity() * WIDTH;
    long[] slots = slots();
    slots[base + SEQ] = seq;
    slots[base + BYTES] = frameBytes;
    bytes += frameBytes;
    size++;
    return base;
  }

  private void grow() {
    long[] old = ring;
    long[] wider = new long[old == null ? FIRST_CAPACITY * WIDTH : old.length * 2];
    for (int i = 0; old != null && i < size; i++) {
      System.arraycopy(old, (head + i) % (old.length / WIDTH) * WIDTH, wider, i * WIDTH, WIDTH);
    }
    ring = wider;
    head = 0;
  }

  private long at(int index, int field) {
    return slots()[(head + index) % capacity() * WIDTH + field];
  }

  private int capacity() {
    return slots().length / WIDTH;
  }

  private long[] slots() {
    long[] slots = ring;
    if (slots == null) {
      throw new IllegalStateException("ring: absent (expected: something in flight)");
    }
    return slots;
  }

  /** Receives the delivered marks that an ack makes. */
  public interface MarkSink {
    void delivered(
        long conversationHigh,
        long conversationLow,
        long senderHigh,
        long senderLow,
        int senderDevice,
        long upToTime);
  }
}
