package dev.letterlock.protocol.frame.server;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.id.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * A frame was refused; the session goes on.
 *
 * @param code the number of an {@link ErrorCode}, u16; a client may not know it
 * @param aboutType type of the refused frame, u8; 0 for none
 * @param firstRef first refused Send, u32; 0 when not about Sends
 * @param lastRef last refused Send, u32; 0 when not about Sends
 * @param request the refused request, or {@link RequestId#NONE}
 * @param retryAfterMillis when the same may be tried again, u32; 0 for not as it is
 */
public record Failure(
    int code, int aboutType, int firstRef, int lastRef, RequestId request, int retryAfterMillis)
    implements ServerFrame {

  /** Refuses the Sends {@code firstRef} to {@code lastRef}. */
  public static Failure ofSends(ErrorCode error, int firstRef, int lastRef, int retryAfterMillis) {
    return new Failure(
        error.code(), FrameType.SEND.code(), firstRef, lastRef, RequestId.NONE, retryAfterMillis);
  }

  /** Refuses a request that carried an id. */
  public static Failure ofRequest(
      ErrorCode error, FrameType about, RequestId request, int retryAfterMillis) {
    return new Failure(error.code(), about.code(), 0, 0, request, retryAfterMillis);
  }

  /** Refuses a frame that carried neither ref nor request id. */
  public static Failure ofFrame(ErrorCode error, int aboutType, int retryAfterMillis) {
    return new Failure(error.code(), aboutType, 0, 0, RequestId.NONE, retryAfterMillis);
  }

  /** The error, or null when this version does not know its number. */
  public @Nullable ErrorCode error() {
    return ErrorCode.of(code);
  }

  @Override
  public int typeCode() {
    return FrameType.FAILURE.code();
  }
}
