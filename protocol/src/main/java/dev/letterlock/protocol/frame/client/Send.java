package dev.letterlock.protocol.frame.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.MessageFlags;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A Send as the server reads it: a reusable view of the frame's bytes, so that the hot path makes
 * no garbage (docs/PROTOCOL.md §4.2).
 *
 * <p>{@link #wrap} checks every length and count; afterwards no accessor can leave the frame. The
 * view neither copies nor retains: it is valid until the buffer is released or changed, or the view
 * wraps another frame. One thread at a time, usually the session's event loop. All offsets are
 * absolute indexes into {@link #buffer()}.
 */
public final class Send implements ClientFrame {
  /** Route of a message between two users. */
  public static final int ROUTE_DIRECT = 1;

  /** Route of a message to a group: the server knows its members. */
  public static final int ROUTE_GROUP = 2;

  /** Offset of the ref within the frame. */
  public static final int REF_OFFSET = Wire.HEADER_SIZE;

  /** Offset of the route within the frame. */
  public static final int ROUTE_OFFSET = 22;

  private static final int MESSAGE_ID = 6;
  private static final int RECIPIENT = 23;
  private static final int CONVERSATION = 39;
  private static final int EXPIRY = 55;
  private static final int RECIPIENT_LIST_VERSION = 63;
  private static final int SENDER_LIST_VERSION = 71;
  private static final int COLLAPSE_TAG = 79;
  private static final int TAG_SIZE = 16;
  private static final int ENTRY_DEVICE = 1;
  private static final int ENTRY_REGISTRATION = 5;
  private static final int ENTRY_LENGTH = 9;

  /** Bytes of an entry before its header. */
  public static final int ENTRY_FIXED_SIZE = 11;

  private static final int KNOWN_FLAGS =
      MessageFlags.CLASS_MASK | MessageFlags.PARTIAL | MessageFlags.COLLAPSE_TAG;

  private final int[] entries = new int[Wire.MAX_SEND_ENTRIES];
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
  private int start;
  private int length;
  private int flags;
  private int sliceOffset;
  private int sliceLength;
  private int entryCount;

  /**
   * Views the frame of {@code frameLength} bytes that begins at {@code index}.
   *
   * @throws ProtocolException MALFORMED; the view must not be used then
   */
  public void wrap(ByteBuf frame, int index, int frameLength) {
    FrameType.SEND.checkSize(frameLength);
    buffer = frame;
    start = index;
    length = frameLength;
    flags = frame.getUnsignedByte(index + 1);
    MessageFlags.check(flags, KNOWN_FLAGS);
    wrapEntries(wrapSlice());
    checkRoute();
  }

  /** True if this version knows the layout of that route. */
  public static boolean isKnownRoute(int route) {
    return route == ROUTE_DIRECT || route == ROUTE_GROUP;
  }

  private void checkRoute() {
    int route = buffer.getUnsignedByte(start + ROUTE_OFFSET);
    if (!isKnownRoute(route)) {
      throw ProtocolException.malformed("Send route", route, "1 or 2");
    }
    if (route == ROUTE_DIRECT) {
      return;
    }
    if ((recipientHigh() | recipientLow()) != 0) {
      throw ProtocolException.malformed("group Send recipient", 1, "zeros");
    }
    if (entryCount != 0) {
      throw ProtocolException.malformed("group Send entries", entryCount, "0");
    }
    if (isPartial()) {
      throw ProtocolException.malformed("group Send flags", flags, "without partial");
    }
  }

  private int wrapSlice() {
    int lengthAt = start + COLLAPSE_TAG + (hasCollapseTag() ? TAG_SIZE : 0);
    require(lengthAt, Integer.BYTES);
    sliceOffset = lengthAt + Integer.BYTES;
    long declared = buffer.getUnsignedInt(lengthAt);
    require(sliceOffset, declared);
    sliceLength = (int) declared;
    return sliceOffset + sliceLength;
  }

  private void wrapEntries(int countAt) {
    require(countAt, Short.BYTES);
    int count = buffer.getUnsignedShort(countAt);
    if (count > Wire.MAX_SEND_ENTRIES) {
      throw ProtocolException.malformed("Send entries", count, "at most " + Wire.MAX_SEND_ENTRIES);
    }
    int at = countAt + Short.BYTES;
    for (int i = 0; i < count; i++) {
      entries[i] = at;
      at = wrapEntry(at);
    }
    if (at != start + length) {
      throw ProtocolException.malformed("Send bytes left", start + length - at, "0");
    }
    entryCount = count;
  }

  private int wrapEntry(int at) {
    require(at, ENTRY_FIXED_SIZE);
    int slot = buffer.getUnsignedByte(at);
    if (slot > OutgoingSend.SENDER_SLOT) {
      throw ProtocolException.malformed("Send user slot", slot, "0 or 1");
    }
    int headerLength = buffer.getUnsignedShort(at + ENTRY_LENGTH);
    if (headerLength > Wire.MAX_HEADER) {
      throw ProtocolException.malformed(
          "Send header length", headerLength, "at most " + Wire.MAX_HEADER);
    }
    require(at + ENTRY_FIXED_SIZE, headerLength);
    return at + ENTRY_FIXED_SIZE + headerLength;
  }

  private void require(int at, long bytes) {
    int left = start + length - at;
    if (bytes > left) {
      throw ProtocolException.malformed("Send bytes left", left, bytes + " or more");
    }
  }

  @Override
  public int typeCode() {
    return FrameType.SEND.code();
  }

  /** The buffer that all offsets count in; not retained. */
  public ByteBuf buffer() {
    return buffer;
  }

  /** Where the frame begins. */
  public int frameOffset() {
    return start;
  }

  /** Bytes of the whole frame. */
  public int frameLength() {
    return length;
  }

  /** The flags byte; see {@link MessageFlags}. */
  public int flags() {
    return flags;
  }

  public boolean isEphemeral() {
    return MessageFlags.isEphemeral(flags);
  }

  /** True on {@link #ROUTE_GROUP}: the conversation is the group, and there are no entries. */
  public boolean isToGroup() {
    return buffer.getUnsignedByte(start + ROUTE_OFFSET) == ROUTE_GROUP;
  }

  public boolean isPartial() {
    return MessageFlags.isPartial(flags);
  }

  public boolean hasCollapseTag() {
    return MessageFlags.hasCollapseTag(flags);
  }

  /** Number of the Send within its session, u32. */
  public int ref() {
    return buffer.getInt(start + REF_OFFSET);
  }

  /**
   * Begin of what a resubmit must repeat: all bytes after the ref. The {@link #flags()} belong to
   * it too and stand before it.
   */
  public int contentOffset() {
    return start + MESSAGE_ID;
  }

  /** Bytes from {@link #contentOffset()} to the end of the frame. */
  public int contentLength() {
    return length - MESSAGE_ID;
  }

  public long messageIdHigh() {
    return buffer.getLong(start + MESSAGE_ID);
  }

  public long messageIdLow() {
    return buffer.getLong(start + MESSAGE_ID + Long.BYTES);
  }

  public long recipientHigh() {
    return buffer.getLong(start + RECIPIENT);
  }

  public long recipientLow() {
    return buffer.getLong(start + RECIPIENT + Long.BYTES);
  }

  public long conversationHigh() {
    return buffer.getLong(start + CONVERSATION);
  }

  public long conversationLow() {
    return buffer.getLong(start + CONVERSATION + Long.BYTES);
  }

  /** Absolute server time in µs, u64; 0 for the server's retention. */
  public long expiry() {
    return buffer.getLong(start + EXPIRY);
  }

  /** Version of the recipient's device list that the sender used, u64. */
  public long recipientListVersion() {
    return buffer.getLong(start + RECIPIENT_LIST_VERSION);
  }

  /** Of a Send to a group: the epoch that the sender knows, u32. */
  public long groupEpoch() {
    return recipientListVersion();
  }

  /** Version of the sender's own device list that it used, u64. */
  public long senderListVersion() {
    return buffer.getLong(start + SENDER_LIST_VERSION);
  }

  /** Upper half of the collapse tag, 0 when there is none. */
  public long collapseTagHigh() {
    return hasCollapseTag() ? buffer.getLong(start + COLLAPSE_TAG) : 0;
  }

  /** Lower half of the collapse tag, 0 when there is none. */
  public long collapseTagLow() {
    return hasCollapseTag() ? buffer.getLong(start + COLLAPSE_TAG + Long.BYTES) : 0;
  }

  public int sliceOffset() {
    return sliceOffset;
  }

  public int sliceLength() {
    return sliceLength;
  }

  /** Addressed devices, 0 to 64; none to a group. */
  public int entryCount() {
    return entryCount;
  }

  /** {@link OutgoingSend#RECIPIENT_SLOT} or {@link OutgoingSend#SENDER_SLOT}. */
  public int entryUserSlot(int entry) {
    return buffer.getUnsignedByte(entries[entry]);
  }

  /** Number of the addressed device within its user, u32. */
  public int entryDevice(int entry) {
    return buffer.getInt(entries[entry] + ENTRY_DEVICE);
  }

  /** Registration that the sender knows of the device, u32. */
  public int entryRegistration(int entry) {
    return buffer.getInt(entries[entry] + ENTRY_REGISTRATION);
  }

  public int entryHeaderOffset(int entry) {
    return entries[entry] + ENTRY_FIXED_SIZE;
  }

  /** Bytes of the per-device header, 0 to 2048. */
  public int entryHeaderLength(int entry) {
    return buffer.getUnsignedShort(entries[entry] + ENTRY_LENGTH);
  }
}
