package dev.letterlock.server.net.websocket;

/**
 * What a client may send, checked from frame headers before a payload byte is kept.
 *
 * @param maxMessage bytes of a whole message, over all its fragments
 * @param maxFragments frames that one message may be cut into
 * @param text whether text messages are taken; otherwise they are refused with {@link
 *     CloseStatus#TEXT_NOT_SUPPORTED}
 */
public record WebSocketLimits(int maxMessage, int maxFragments, boolean text) {

  public WebSocketLimits {
    if (maxMessage < 1) {
      throw new IllegalArgumentException("maxMessage: " + maxMessage + " (expected: > 0)");
    }
    if (maxFragments < 1) {
      throw new IllegalArgumentException("maxFragments: " + maxFragments + " (expected: > 0)");
    }
  }
}
