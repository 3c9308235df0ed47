package dev.letterlock.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Every frame of wire version 1: code, direction, size limits and purpose. The decoders check the
 * limits before they look at any field; docs/PROTOCOL.md §2.3 holds the same table.
 */
public enum FrameType implements Coded {
  HELLO(0x01, Direction.CLIENT, "Hello", 34, 34 + Wire.MAX_TOKEN, "Opens the session."),
  SEND(0x02, Direction.CLIENT, "Send", 85, Wire.MAX_FRAME, "Hands in a message."),
  ACK(0x03, Direction.CLIENT, "Ack", 26, 26, "Confirms what the device has stored."),
  READ_RECEIPT(
      0x04,
      Direction.CLIENT,
      "ReadReceipt",
      47,
      3 + 44 * Wire.MAX_RECEIPT_MARKS,
      "Says up to when messages were read."),
  CLAIM_PRE_KEYS(
      0x05,
      Direction.CLIENT,
      "ClaimPreKeys",
      35,
      35 + 4 * Wire.MAX_USER_DEVICES,
      "Asks for the pre-keys of a user's devices."),
  KEY_COUNT(0x06, Direction.CLIENT, "KeyCount", 2, 2, "Asks how many own pre-keys are left."),
  PING(0x07, Direction.CLIENT, "Ping", 10, 10, "Asks for a Pong."),

  WELCOME(0x41, Direction.SERVER, "Welcome", 48, 48, "Answers Hello with limits and promises."),
  ACCEPTED(
      0x42,
      Direction.SERVER,
      "Accepted",
      22,
      6 + 16 * Wire.MAX_ACCEPTED_RANGES + 24 * Wire.MAX_FULL_INBOXES,
      "Sends are stored."),
  ROSTER_MISMATCH(
      0x43,
      Direction.SERVER,
      "RosterMismatch",
      27,
      27 + 25 * Wire.MAX_ROSTER_ENTRIES,
      "Sends addressed the wrong devices; nothing is stored."),
  DELIVER(0x44, Direction.SERVER, "Deliver", 93, Wire.MAX_FRAME, "Brings a message."),
  INBOX_DRAINED(
      0x45, Direction.SERVER, "InboxDrained", 18, 18, "The inbox was delivered up to here."),
  GAP(0x46, Direction.SERVER, "Gap", 35, 35, "Says which places of the inbox stay empty, and why."),
  RECEIPT(
      0x47,
      Direction.SERVER,
      "Receipt",
      56,
      11 + 45 * Wire.MAX_RECEIPT_MARKS,
      "Says how far own messages were delivered, read or expired."),
  PRE_KEY_BUNDLES(
      0x48,
      Direction.SERVER,
      "PreKeyBundles",
      43,
      43 + 1576 * Wire.MAX_USER_DEVICES,
      "Answers ClaimPreKeys."),
  KEYS_LOW(0x49, Direction.SERVER, "KeysLow", 11, 11, "Tells how many own pre-keys are left."),
  PONG(0x4A, Direction.SERVER, "Pong", 18, 18, "Answers Ping."),
  GO_AWAY(0x4B, Direction.SERVER, "GoAway", 8, 8, "Asks to reconnect later."),
  FAILURE(0x4C, Direction.SERVER, "Failure", 33, 33, "A frame was refused; the session goes on.");

  /** Who sends a frame. */
  public enum Direction {
    CLIENT,
    SERVER
  }

  private static final @Nullable FrameType[] BY_CODE = byCode();

  private final int code;
  private final Direction direction;
  private final String wireName;
  private final int minSize;
  private final int maxSize;
  private final String purpose;

  FrameType(
      int code, Direction direction, String wireName, int minSize, int maxSize, String purpose) {
    this.code = code;
    this.direction = direction;
    this.wireName = wireName;
    this.minSize = minSize;
    this.maxSize = maxSize;
    this.purpose = purpose;
  }

  /** The type with this code (0 to 255), or null when this version knows none. */
  public static @Nullable FrameType of(int code) {
    return BY_CODE[code];
  }

  /** The first byte of the frame. */
  @Override
  public int code() {
    return code;
  }

  /** Who sends the frame. */
  public Direction direction() {
    return direction;
  }

  /** The name in docs/PROTOCOL.md. */
  public String wireName() {
    return wireName;
  }

  /** Bytes of the smallest valid frame, header included. */
  public int minSize() {
    return minSize;
  }

  /** Bytes of the largest valid frame, header included. */
  public int maxSize() {
    return maxSize;
  }

  /** What the frame is for, in one sentence. */
  public String purpose() {
    return purpose;
  }

  /**
   * Checks the length of a frame of this type.
   *
   * @throws ProtocolException MALFORMED; closes with TOO_BIG above the maximum
   */
  public void checkSize(int length) {
    if (length > maxSize) {
      throw new ProtocolException(
          ErrorCode.MALFORMED,
          CloseCode.TOO_BIG,
          wireName + " length: " + length + " (expected: at most " + maxSize + ")");
    }
    if (length < minSize) {
      throw ProtocolException.malformed(wireName + " length", length, "at least " + minSize);
    }
  }

  private static @Nullable FrameType[] byCode() {
    @Nullable FrameType[] table = new FrameType[256];
    for (FrameType type : values()) {
      table[type.code] = type;
    }
    return table;
  }
}
