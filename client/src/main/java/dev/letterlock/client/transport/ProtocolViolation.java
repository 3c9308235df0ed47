package dev.letterlock.client.transport;

/** The server broke RFC 6455; the connection is closed with {@link #code()}. */
final class ProtocolViolation extends RuntimeException {

  static final int PROTOCOL_ERROR = 1002;
  static final int UNSUPPORTED = 1003;
  static final int TOO_BIG = 1009;

  private final int code;

  ProtocolViolation(int code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}
