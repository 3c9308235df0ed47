package dev.letterlock.protocol;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a frame was refused: the u16 in a Failure, and the name of each rejection in metrics.
 * docs/PROTOCOL.md §7 holds the same table.
 */
public enum ErrorCode implements Coded {
  MALFORMED(1, false, "The bytes of the frame break its layout; the connection is closed."),
  WRONG_VERSION(2, false, "The Hello carries a version other than 1; the connection is closed."),
  UNKNOWN_FRAME(3, false, "The server does not know this frame type; the session goes on."),
  UNSUPPORTED_ROUTE(4, false, "The server does not carry this route."),

  UNKNOWN_RECIPIENT(
      10, false, "There is no such user, or no device of any recipient can be reached."),
  UNKNOWN_DEVICE(11, false, "Reserved for later: the user has no such device."),
  BAD_SIZE(12, false, "The slice or a header has none of the allowed sizes."),
  BAD_CONVERSATION(13, false, "The conversation is not one of these users, or there is none."),
  BAD_EXPIRY(14, false, "The message expired before it was accepted."),
  BAD_REF(15, false, "The ref does not follow that of the Send before."),
  DUPLICATE_DEVICE(16, false, "A device is addressed twice."),
  CONFLICT(17, false, "The message id was used before with other bytes."),
  INBOX_FULL(18, true, "No device of the recipient has room for the message."),
  NOT_ALLOWED(19, false, "This session may not do that."),
  EPHEMERAL_UNDELIVERABLE(
      20, false, "Reserved for later: the ephemeral message cannot be carried now."),
  STALE_EPOCH(21, false, "The group has another epoch than the one that the message names."),
  TOO_MANY_DEVICES(22, false, "The group has more devices than a message of this size may reach."),

  TOO_MANY_UNANSWERED(30, true, "More Sends wait for an answer than Welcome allows."),
  RATE_LIMITED(31, true, "Too much in too short a time."),
  UNAVAILABLE(32, true, "Something that the server needs is missing; nothing was stored."),
  INTERNAL(33, true, "Reserved for later: the server failed; a resubmit completes it.");

  private static final Map<Integer, ErrorCode> BY_CODE =
      Stream.of(values()).collect(Collectors.toMap(ErrorCode::code, Function.identity()));

  private final int code;
  private final boolean retryable;
  private final String meaning;

  ErrorCode(int code, boolean retryable, String meaning) {
    this.code = code;
    this.retryable = retryable;
    this.meaning = meaning;
  }

  /** The error with this code, or null when this version knows none. */
  public static @Nullable ErrorCode of(int code) {
    return BY_CODE.get(code);
  }

  /** The u16 on the wire. */
  @Override
  public int code() {
    return code;
  }

  /** True if the same bytes can succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /** The meaning in plain words. */
  public String meaning() {
    return meaning;
  }
}
