package dev.letterlock.server.net.websocket;

import dev.letterlock.protocol.CloseCode;
import java.nio.charset.StandardCharsets;

/**
 * Status code and reason of a close frame (RFC 6455 §5.5.1, §7.4).
 *
 * @param code 1000 to 4999
 * @param reason ASCII, at most 123 bytes
 */
public record CloseStatus(int code, String reason) {

  public static final CloseStatus NORMAL = of(CloseCode.NORMAL);
  public static final CloseStatus PROTOCOL_ERROR = of(CloseCode.PROTOCOL_ERROR);
  public static final CloseStatus TEXT_NOT_SUPPORTED = of(CloseCode.TEXT_NOT_SUPPORTED);
  public static final CloseStatus INVALID_UTF8 = of(CloseCode.INVALID_UTF8);
  public static final CloseStatus TOO_MANY_FRAGMENTS = of(CloseCode.TOO_MANY_FRAGMENTS);
  public static final CloseStatus TOO_BIG = of(CloseCode.TOO_BIG);
  public static final CloseStatus INTERNAL_ERROR = of(CloseCode.INTERNAL_ERROR);

  /**
   * What {@link WebSocketSink#close} reports for a close frame without a code (RFC 6455 §7.1.5).
   */
  public static final int NO_CODE = 1005;

  private static final int MAX_REASON = 123;

  public CloseStatus {
    if (code < 1000 || code > 4999) {
      throw new IllegalArgumentException("code: " + code + " (expected: 1000 to 4999)");
    }
    if (reason.length() > MAX_REASON || !StandardCharsets.US_ASCII.newEncoder().canEncode(reason)) {
      throw new IllegalArgumentException("reason: " + reason + " (expected: ≤ 123 bytes of ASCII)");
    }
  }

  /** The status that stands for {@code code} on the wire. */
  public static CloseStatus of(CloseCode code) {
    return new CloseStatus(code.code(), code.reason());
  }

  /** Whether a client may send this code (RFC 6455 §7.4.1, §7.4.2 and the IANA registry). */
  static boolean mayBeReceived(int code) {
    return (code >= 3000 && code <= 4999)
        || (code >= 1007 && code <= 1011)
        || (code >= 1000 && code <= 1003);
  }
}
