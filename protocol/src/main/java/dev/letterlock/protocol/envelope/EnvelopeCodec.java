package dev.letterlock.protocol.envelope;

import dev.letterlock.protocol.MessageFlags;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.client.Send;
import io.netty.buffer.ByteBuf;

/**
 * Bytes of an envelope (docs/PROTOCOL.md §6): written once from an accepted Send, stored as they
 * are, sent inside a Deliver. All accessors take the index at which the envelope begins, so that
 * nothing has to be made to look at a stored one; they trust bytes that this class has written.
 * Stateless; the caller owns the buffers.
 */
public final class EnvelopeCodec {
  public static final int FLAGS_OFFSET = 0;
  public static final int TIME_OFFSET = 1;
  public static final int EXPIRY_OFFSET = 9;
  public static final int SENDER_USER_OFFSET = 17;
  public static final int SENDER_DEVICE_OFFSET = 33;
  public static final int CONVERSATION_OFFSET = 37;
  public static final int MESSAGE_ID_OFFSET = 53;
  public static final int HEADER_LENGTH_OFFSET = 69;
  public static final int HEADER_OFFSET = 71;

  /** Bytes of an envelope with an empty header and an empty slice. */
  public static final int MIN_SIZE = HEADER_OFFSET + Integer.BYTES;

  private static final int SENT_FLAGS = MessageFlags.CLASS_MASK | MessageFlags.PARTIAL;
  private static final int KNOWN_FLAGS = SENT_FLAGS | MessageFlags.GROUP;

  private EnvelopeCodec() {}

  /** Bytes of the envelope for one entry of a Send. */
  public static int size(Send send, int entry) {
    return MIN_SIZE + send.entryHeaderLength(entry) + send.sliceLength();
  }

  /**
   * Appends the envelope for one entry of a Send: one copy of its header, one of the slice.
   *
   * @param time server time at which the Send is accepted, µs; see {@link #setTime}
   * @param expiry server time at which the message expires, µs; the retention already applied
   */
  public static void write(
      Send send,
      int entry,
      long senderHigh,
      long senderLow,
      int senderDevice,
      long time,
      long expiry,
      ByteBuf out) {
    writeHead(send, entry, senderHigh, senderLow, senderDevice, time, expiry, out);
    out.writeBytes(send.buffer(), send.sliceOffset(), send.sliceLength());
  }

  /** Bytes of the envelope, which is the same for all devices, of a Send to a group. */
  public static int groupSize(Send send) {
    return MIN_SIZE + send.sliceLength();
  }

  /** As {@link #write}, of a Send to a group. */
  public static void writeGroup(
      Send send,
      long senderHigh,
      long senderLow,
      int senderDevice,
      long time,
      long expiry,
      ByteBuf out) {
    int flags = (send.flags() & SENT_FLAGS) | MessageFlags.GROUP;
    writeFixed(send, flags, senderHigh, senderLow, senderDevice, time, expiry, out);
    out.writeShort(0).writeInt(send.sliceLength());
    out.writeBytes(send.buffer(), send.sliceOffset(), send.sliceLength());
  }

  /** As {@link #write}, but ends before the slice, for callers that share one among devices. */
  public static void writeHead(
      Send send,
      int entry,
      long senderHigh,
      long senderLow,
      int senderDevice,
      long time,
      long expiry,
      ByteBuf out) {
    int flags = send.flags() & SENT_FLAGS;
    writeFixed(send, flags, senderHigh, senderLow, senderDevice, time, expiry, out);
    int headerLength = send.entryHeaderLength(entry);
    out.writeShort(headerLength);
    out.writeBytes(send.buffer(), send.entryHeaderOffset(entry), headerLength);
    out.writeInt(send.sliceLength());
  }

  private static void writeFixed(
      Send send,
      int flags,
      long senderHigh,
      long senderLow,
      int senderDevice,
      long time,
      long expiry,
      ByteBuf out) {
    out.writeByte(flags).writeLong(time).writeLong(expiry);
    out.writeLong(senderHigh).writeLong(senderLow).writeInt(senderDevice);
    out.writeLong(send.conversationHigh()).writeLong(send.conversationLow());
    out.writeLong(send.messageIdHigh()).writeLong(send.messageIdLow());
  }

  /**
   * Views the envelope that fills {@code length} bytes from {@code index}, after checking it.
   *
   * @throws ProtocolException MALFORMED
   */
  public static Envelope read(ByteBuf buffer, int index, int length) {
    if (length < MIN_SIZE) {
      throw ProtocolException.malformed("envelope length", length, "at least " + MIN_SIZE);
    }
    MessageFlags.check(flags(buffer, index), KNOWN_FLAGS);
    int headerLength = headerLength(buffer, index);
    if (headerLength > Wire.MAX_HEADER || MIN_SIZE + headerLength > length) {
      throw ProtocolException.malformed("envelope header length", headerLength, "to fit");
    }
    long sliceLength = buffer.getUnsignedInt(index + HEADER_OFFSET + headerLength);
    if (MIN_SIZE + headerLength + sliceLength != length) {
      throw ProtocolException.malformed("envelope slice length", sliceLength, "to end the frame");
    }
    return new Envelope(buffer, index, length);
  }

  /** The flags byte; see {@link MessageFlags}. */
  public static int flags(ByteBuf buffer, int index) {
    return buffer.getUnsignedByte(index + FLAGS_OFFSET);
  }

  public static long time(ByteBuf buffer, int index) {
    return buffer.getLong(index + TIME_OFFSET);
  }

  /** Stamps the time at which the Send was accepted, which is known only at the commit. */
  public static void setTime(ByteBuf buffer, int index, long time) {
    buffer.setLong(index + TIME_OFFSET, time);
  }

  public static long expiry(ByteBuf buffer, int index) {
    return buffer.getLong(index + EXPIRY_OFFSET);
  }

  public static long senderHigh(ByteBuf buffer, int index) {
    return buffer.getLong(index + SENDER_USER_OFFSET);
  }

  public static long senderLow(ByteBuf buffer, int index) {
    return buffer.getLong(index + SENDER_USER_OFFSET + Long.BYTES);
  }

  public static int senderDevice(ByteBuf buffer, int index) {
    return buffer.getInt(index + SENDER_DEVICE_OFFSET);
  }

  public static long conversationHigh(ByteBuf buffer, int index) {
    return buffer.getLong(index + CONVERSATION_OFFSET);
  }

  public static long conversationLow(ByteBuf buffer, int index) {
    return buffer.getLong(index + CONVERSATION_OFFSET + Long.BYTES);
  }

  public static long messageIdHigh(ByteBuf buffer, int index) {
    return buffer.getLong(index + MESSAGE_ID_OFFSET);
  }

  public static long messageIdLow(ByteBuf buffer, int index) {
    return buffer.getLong(index + MESSAGE_ID_OFFSET + Long.BYTES);
  }

  public static int headerLength(ByteBuf buffer, int index) {
    return buffer.getUnsignedShort(index + HEADER_LENGTH_OFFSET);
  }

  /** Absolute index of the slice. */
  public static int sliceOffset(ByteBuf buffer, int index) {
    return index + MIN_SIZE + headerLength(buffer, index);
  }

  public static int sliceLength(ByteBuf buffer, int index) {
    return buffer.getInt(index + HEADER_OFFSET + headerLength(buffer, index));
  }
}
