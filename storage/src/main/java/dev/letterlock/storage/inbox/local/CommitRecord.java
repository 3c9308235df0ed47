package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.local.disk.Keys;
import java.nio.ByteBuffer;

/**
 * The record of one group commit: which messages of whom were stored, where their envelopes lie,
 * what was acked and which receipts rose. From it, everything is rebuilt after a crash whose own
 * record lags behind ({@link Lagging}).
 *
 * <pre>
 * time u64, then any number of
 *   1 u8, sender device, position u64, id 16, hash u64, time u64, count u8, count × full device
 *   2 u8, target device, epoch u64, seq u64, chunk u16, offset u32, length u32
 *     with chunk 65535 for an envelope that was filed at once
 *   3 u8, device, epoch u64, seq u64, confirmed receipt mark u64
 *   4 u8, key of the receipt, kind u8, up to u64, mark u64
 * </pre>
 */
final class CommitRecord {
  private static final byte SENT = 1;
  private static final byte STORED = 2;
  private static final byte ACKED = 3;
  private static final byte RAISED = 4;

  /** Instead of a chunk: the envelope is in the table of entries. */
  static final int FILED = 0xFFFF;

  private static final int FIRST_CAPACITY = 1 << 16;
  private static final int SENT_SIZE = 1 + Keys.DEVICE_SIZE + 5 * Long.BYTES + 1;
  private static final int STORED_SIZE =
      1 + Keys.DEVICE_SIZE + 2 * Long.BYTES + Short.BYTES + 2 * Integer.BYTES;
  private static final int ACKED_SIZE = 1 + Keys.DEVICE_SIZE + 3 * Long.BYTES;
  private static final int RAISED_SIZE = 1 + ReceiptKey.SIZE + 1 + 2 * Long.BYTES;

  private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_CAPACITY);

  /** What a reader of the record is told, in order. */
  interface Visitor {
    void sent(
        DeviceAddress sender,
        long position,
        long idHigh,
        long idLow,
        long hash,
        long time,
        DeviceAddress[] full);

    void stored(DeviceAddress target, long epoch, long seq, int chunk, int offset, int length);

    void acked(DeviceAddress device, long epoch, long seq, long confirmedMark);

    void raised(ReceiptKey key, Receipt.Kind kind, long upTo, long mark);
  }

  /** Begins anew. */
  void begin(long time) {
    buffer.clear().putLong(time);
  }

  /** Forgets what was added. */
  void clear() {
    buffer.clear();
  }

  /** True if nothing was added since {@link #begin}. */
  boolean isEmpty() {
    return buffer.position() <= Long.BYTES;
  }

  void sent(
      DeviceAddress sender,
      long position,
      long idHigh,
      long idLow,
      long hash,
      long time,
      DeviceAddress[] full) {
    ensure(SENT_SIZE + full.length * Keys.DEVICE_SIZE);
    buffer.put(SENT);
    Keys.putDevice(buffer, sender);
    buffer.putLong(position).putLong(idHigh).putLong(idLow).putLong(hash).putLong(time);
    buffer.put((byte) full.length);
    for (DeviceAddress device : full) {
      Keys.putDevice(buffer, device);
    }
  }

  void stored(DeviceAddress target, long epoch, long seq, int chunk, int offset, int length) {
    ensure(STORED_SIZE);
    buffer.put(STORED);
    Keys.putDevice(buffer, target);
    buffer.putLong(epoch).putLong(seq).putShort((short) chunk).putInt(offset).putInt(length);
  }

  void acked(DeviceAddress device, long epoch, long seq, long confirmedMark) {
    ensure(ACKED_SIZE);
    buffer.put(ACKED);
    Keys.putDevice(buffer, device);
    buffer.putLong(epoch).putLong(seq).putLong(confirmedMark);
  }

  void raised(ReceiptKey key, Receipt.Kind kind, long upTo, long mark) {
    ensure(RAISED_SIZE);
    buffer.put(RAISED);
    key.putTo(buffer);
    buffer.put((byte) kind.code()).putLong(upTo).putLong(mark);
  }

  /** The whole record, ready to be put. */
  ByteBuffer finish() {
    return buffer.flip();
  }

  /** Reads the time of a record. */
  static long time(ByteBuffer record) {
    return record.getLong(0);
  }

  /** Reads a whole record. */
  static void read(ByteBuffer record, Visitor visitor) {
    record.position(Long.BYTES);
    while (record.hasRemaining()) {
      byte what = record.get();
      switch (what) {
        case SENT -> readSent(record, visitor);
        case STORED -> readStored(record, visitor);
        case ACKED -> readAcked(record, visitor);
        case RAISED -> readRaised(record, visitor);
        default ->
            throw new IllegalStateException("commit record: " + what + " (expected: 1 to 4)");
      }
    }
  }

  private static void readSent(ByteBuffer in, Visitor visitor) {
    DeviceAddress sender = Keys.getDevice(in);
    long position = in.getLong();
    long idHigh = in.getLong();
    long idLow = in.getLong();
    long hash = in.getLong();
    long time = in.getLong();
    visitor.sent(sender, position, idHigh, idLow, hash, time, WindowStore.readDevices(in));
  }

  private static void readStored(ByteBuffer in, Visitor visitor) {
    DeviceAddress target = Keys.getDevice(in);
    long epoch = in.getLong();
    long seq = in.getLong();
    int chunk = Short.toUnsignedInt(in.getShort());
    int offset = in.getInt();
    visitor.stored(target, epoch, seq, chunk, offset, in.getInt());
  }

  private static void readAcked(ByteBuffer in, Visitor visitor) {
    visitor.acked(Keys.getDevice(in), in.getLong(), in.getLong(), in.getLong());
  }

  private static void readRaised(ByteBuffer in, Visitor visitor) {
    ReceiptKey key = ReceiptKey.getFrom(in);
    visitor.raised(key, ReceiptCell.kind(in.get()), in.getLong(), in.getLong());
  }

  private void ensure(int bytes) {
    if (buffer.remaining() < bytes) {
      ByteBuffer larger = ByteBuffer.allocateDirect(buffer.capacity() * 2);
      buffer = larger.put(buffer.flip());
    }
  }
}
