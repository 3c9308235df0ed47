package dev.letterlock.protocol.frame.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.Cursor;

/**
 * Opens the session; the first frame of a client.
 *
 * @param version always 1 when read by a codec
 * @param minor newest additions that the client knows, u8
 * @param device the device's number within its user, u32
 * @param resume the last place that the device has stored, zero for none
 * @param creditMessages un-acked Deliver frames that the client takes, 1 to 4096
 * @param creditBytes bytes of un-acked Deliver frames that the client takes, 256 KiB to 64 MiB
 * @param token access token in ASCII, empty when it came with the upgrade; a secret
 * @param silent no delivered receipt is made of the messages that {@code resume} confirms
 */
public record Hello(
    int version,
    int minor,
    int device,
    Cursor resume,
    int creditMessages,
    int creditBytes,
    String token,
    boolean silent)
    implements ClientFrame {

  /** One of which delivered receipts are made. */
  public Hello(
      int version,
      int minor,
      int device,
      Cursor resume,
      int creditMessages,
      int creditBytes,
      String token) {
    this(version, minor, device, resume, creditMessages, creditBytes, token, false);
  }

  @Override
  public int typeCode() {
    return FrameType.HELLO.code();
  }

  @Override
  public String toString() {
    return "Hello[version=%d, minor=%d, device=%s, resume=%s, credits=%d/%d, token=***]"
        .formatted(
            version, minor, Integer.toUnsignedString(device), resume, creditMessages, creditBytes);
  }
}
