package dev.letterlock.protocol;

/** How a message is stored and announced; bits 0 and 1 of the flags of a Send and an envelope. */
public enum MessageClass implements Coded {
  /** Stored until acked or expired. */
  NORMAL(0),
  /** Delivered now or never: no sequence number, no disk, no ack, no receipt. */
  EPHEMERAL(1),
  /** As normal, and the notification of an absent device is not held back. */
  URGENT(2);

  private static final MessageClass[] BY_CODE = values();

  private final int code;

  MessageClass(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /**
   * The class with this code.
   *
   * @param code 0 to 2
   * @throws ProtocolException MALFORMED for 3
   */
  public static MessageClass of(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw ProtocolException.malformed("class", code, "0 to 2");
    }
    return BY_CODE[code];
  }
}
