package dev.letterlock.protocol;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection ends: the status code and reason of the WebSocket close frame (RFC 6455 §7.4;
 * 4000 and above are ours). docs/PROTOCOL.md §7 holds the same table.
 */
public enum CloseCode implements Coded {
  NORMAL(1000, "normal", Reconnect.AT_WILL, "The session ended as wanted."),
  GOING_AWAY(1001, "going-away", Reconnect.BACK_OFF, "The peer is leaving."),
  PROTOCOL_ERROR(1002, "protocol-error", Reconnect.NEVER, "The WebSocket framing was broken."),
  TEXT_NOT_SUPPORTED(1003, "text-not-supported", Reconnect.NEVER, "A text message was sent."),
  INVALID_UTF8(1007, "invalid-utf8", Reconnect.NEVER, "A text is not UTF-8."),
  TOO_BIG(1009, "too-big", Reconnect.NEVER, "A frame is larger than its type allows."),
  INTERNAL_ERROR(1011, "internal-error", Reconnect.BACK_OFF, "The server failed."),

  MALFORMED_FRAME(4001, "malformed-frame", Reconnect.NEVER, "A frame broke its layout."),
  WRONG_VERSION(4002, "wrong-version", Reconnect.NEVER, "The Hello had another version."),
  HELLO_MISSING(4003, "hello-missing", Reconnect.NEVER, "The first frame was no Hello."),
  HELLO_LATE(4004, "hello-late", Reconnect.BACK_OFF, "No Hello came in time."),
  HELLO_TWICE(4005, "hello-twice", Reconnect.NEVER, "A second Hello came."),
  TOO_MANY_FRAGMENTS(
      4006, "too-many-fragments", Reconnect.NEVER, "A message was cut into too many pieces."),
  MESSAGE_LATE(4007, "message-late", Reconnect.BACK_OFF, "A message began and did not end."),

  TOKEN_INVALID(4010, "token-invalid", Reconnect.NEW_TOKEN, "The token is none of ours."),
  TOKEN_EXPIRED(4011, "token-expired", Reconnect.NEW_TOKEN, "The token's time is over."),
  TOKEN_REVOKED(4012, "token-revoked", Reconnect.NEW_TOKEN, "The token was withdrawn."),
  DEVICE_REVOKED(4013, "device-revoked", Reconnect.NEVER, "The device was removed."),

  ACK_BEYOND(4020, "ack-beyond", Reconnect.BACK_OFF, "An ack went beyond what was sent."),
  SLOW_READER(4021, "slow-reader", Reconnect.BACK_OFF, "The client read too slowly for too long."),
  DISPLACED(4022, "displaced", Reconnect.NEVER, "The same device opened a newer session."),
  IDLE(4023, "idle", Reconnect.AT_WILL, "Nothing was heard for too long."),
  TOO_MANY_UNANSWERED(
      4024,
      "too-many-unanswered",
      Reconnect.BACK_OFF,
      "Reserved for later: far too many Sends wait for an answer."),
  RATE_LIMITED(4025, "rate-limited", Reconnect.BACK_OFF, "Too much in too short a time."),
  UNAVAILABLE(4026, "unavailable", Reconnect.BACK_OFF, "Something that the server needs is away."),
  DRAINING(4027, "draining", Reconnect.BACK_OFF, "The server is being stopped in an orderly way.");

  /** What a client should do after the close. */
  public enum Reconnect {
    /** Reconnect whenever there is a reason to. */
    AT_WILL("reconnect when needed"),
    /** Reconnect after a growing, jittered delay, or the one that GoAway named. */
    BACK_OFF("reconnect after a growing delay"),
    /** Get a fresh access token first. */
    NEW_TOKEN("get a new token, then reconnect"),
    /** The same would happen again: a person or a programmer has to act. */
    NEVER("do not reconnect by itself");

    private final String advice;

    Reconnect(String advice) {
      this.advice = advice;
    }

    /** The advice in plain words. */
    public String advice() {
      return advice;
    }
  }

  private static final Map<Integer, CloseCode> BY_CODE =
      Stream.of(values()).collect(Collectors.toMap(CloseCode::code, Function.identity()));

  private final int code;
  private final String reason;
  private final Reconnect reconnect;
  private final String meaning;

  CloseCode(int code, String reason, Reconnect reconnect, String meaning) {
    this.code = code;
    this.reason = reason;
    this.reconnect = reconnect;
    this.meaning = meaning;
  }

  /** The close code with this number, or null when this version knows none. */
  public static @Nullable CloseCode of(int code) {
    return BY_CODE.get(code);
  }

  /** The status code in the close frame. */
  @Override
  public int code() {
    return code;
  }

  /** The reason in the close frame: ASCII, at most 123 bytes. */
  public String reason() {
    return reason;
  }

  /** What a client should do. */
  public Reconnect reconnect() {
    return reconnect;
  }

  /** The meaning in plain words. */
  public String meaning() {
    return meaning;
  }
}
