package dev.letterlock.client;

import dev.letterlock.client.transport.Closure;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.CloseCode.Reconnect;
import org.jspecify.annotations.Nullable;

/** What a device should do after a connection ended, from the way it ended. */
public final class ReconnectAdvice {

  private ReconnectAdvice() {}

  /** What the close code, the HTTP status or the lack of both calls for. */
  public static Reconnect of(Closure closure) {
    return switch (closure) {
      case Closure.Unreachable _, Closure.Lost _ -> Reconnect.BACK_OFF;
      case Closure.Refused refused -> ofStatus(refused.status());
      case Closure.ByServer by -> ofCode(CloseCode.of(by.code()));
      case Closure.ByClient _ -> Reconnect.NEVER;
    };
  }

  private static Reconnect ofCode(@Nullable CloseCode code) {
    return code == null ? Reconnect.BACK_OFF : code.reconnect();
  }

  private static Reconnect ofStatus(int status) {
    return switch (status) {
      case 401 -> Reconnect.NEW_TOKEN;
      case 429, 502, 503, 504 -> Reconnect.BACK_OFF;
      default -> Reconnect.NEVER;
    };
  }
}
