package dev.letterlock.server.cluster;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptMark;
import io.netty.buffer.ByteBuf;

/**
 * What nodes say to each other: items one after the other, each its kind (1 byte), a device (20
 * bytes) and what the kind needs, big-endian. A node passes over the rest of a message behind a
 * kind that it does not know, which a newer one sends; the sweep finds what that was about.
 */
public final class PeerMessage {
  private static final int COMMITTED = 1;
  private static final int COMMITTED_WAKING = 2;
  private static final int EPHEMERAL = 3;
  private static final int RECEIPT = 4;
  private static final int RECEIPTS_WAIT = 5;
  private static final int DISPLACED = 6;
  private static final Receipt.Kind[] RECEIPT_KINDS = Receipt.Kind.values();

  private PeerMessage() {}

  /** See {@link PeerSink#committed}. */
  public static void writeCommitted(
      DeviceAddress device,
      boolean wakes,
      long epoch,
      long seq,
      ByteBuf from,
      int index,
      int length,
      ByteBuf out) {
    begin(wakes ? COMMITTED_WAKING : COMMITTED, device, out);
    out.writeLong(epoch).writeLong(seq).writeInt(length).writeBytes(from, index, length);
  }

  /** See {@link PeerSink#ephemeral}. */
  public static void writeEphemeral(DeviceAddress device, ByteBuf envelope, ByteBuf out) {
    begin(EPHEMERAL, device, out);
    int length = envelope.readableBytes();
    out.writeInt(length).writeBytes(envelope, envelope.readerIndex(), length);
  }

  /** See {@link PeerSink#receipt}. */
  public static void writeReceipt(DeviceAddress device, ReceiptMark receipt, ByteBuf out) {
    begin(RECEIPT, device, out);
    out.writeLong(receipt.previous()).writeLong(receipt.mark()).writeByte(receipt.kind().code());
    out.writeLong(receipt.conversationHigh()).writeLong(receipt.conversationLow());
    writeUser(receipt.reader(), out);
    out.writeInt(receipt.sender().device()).writeLong(receipt.upTo());
  }

  /** See {@link PeerSink#receiptsWait}. */
  public static void writeReceiptsWait(DeviceAddress device, ByteBuf out) {
    begin(RECEIPTS_WAIT, device, out);
  }

  /** See {@link PeerSink#displaced}. */
  public static void writeDisplaced(DeviceAddress device, long fence, ByteBuf out) {
    begin(DISPLACED, device, out);
    out.writeLong(fence);
  }

  /**
   * Hands over every item of a message.
   *
   * @throws IndexOutOfBoundsException if it is cut off
   */
  public static void read(ByteBuf in, PeerSink sink) {
    while (in.isReadable()) {
      int kind = in.readByte();
      if (kind < COMMITTED || kind > DISPLACED) {
        return;
      }
      read(kind, new DeviceAddress(readUser(in), in.readInt()), in, sink);
    }
  }

  private static void read(int kind, DeviceAddress device, ByteBuf in, PeerSink sink) {
    switch (kind) {
      case COMMITTED, COMMITTED_WAKING -> {
        long epoch = in.readLong();
        long seq = in.readLong();
        int length = in.readInt();
        sink.committed(device, kind == COMMITTED_WAKING, epoch, seq, in, skip(length, in), length);
      }
      case EPHEMERAL -> {
        int length = in.readInt();
        sink.ephemeral(device, in, skip(length, in), length);
      }
      case RECEIPT -> sink.receipt(device, in.readLong(), readReceipt(in));
      case RECEIPTS_WAIT -> sink.receiptsWait(device);
      case DISPLACED -> sink.displaced(device, in.readLong());
      default -> throw new IllegalArgumentException("kind: " + kind + " (expected: a known one)");
    }
  }

  private static int skip(int length, ByteBuf in) {
    int index = in.readerIndex();
    in.skipBytes(length);
    return index;
  }

  private static PendingReceipt readReceipt(ByteBuf in) {
    long mark = in.readLong();
    Receipt.Kind kind = RECEIPT_KINDS[in.readByte() - 1];
    ConversationId conversation = new ConversationId(in.readLong(), in.readLong());
    return new PendingReceipt(mark, kind, conversation, readUser(in), in.readInt(), in.readLong());
  }

  private static void begin(int kind, DeviceAddress device, ByteBuf out) {
    out.writeByte(kind);
    writeUser(device.user(), out);
    out.writeInt(device.device());
  }

  private static void writeUser(UserId user, ByteBuf out) {
    out.writeLong(user.high()).writeLong(user.low());
  }

  private static UserId readUser(ByteBuf in) {
    return new UserId(in.readLong(), in.readLong());
  }
}
