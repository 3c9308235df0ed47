package dev.letterlock.client.transport;

import org.jspecify.annotations.Nullable;

/** Why a connection is over. */
public sealed interface Closure {

  /** Which side's fault or wish it was, in plain words without secrets. */
  String describe();

  /** The TCP or TLS connection could not be made. */
  record Unreachable(Throwable cause) implements Closure {
    @Override
    public String describe() {
      return "not reachable: " + cause.getMessage();
    }
  }

  /**
   * The server answered the upgrade with something other than 101.
   *
   * @param status HTTP status, 0 where the answer was not HTTP at all
   */
  record Refused(int status, String body) implements Closure {
    @Override
    public String describe() {
      return "upgrade refused with status " + status + (body.isBlank() ? "" : ": " + body);
    }
  }

  /**
   * The server said goodbye.
   *
   * @param code RFC 6455 close code, 1005 where the frame had none
   */
  record ByServer(int code, String reason) implements Closure {
    @Override
    public String describe() {
      return "closed by the server with " + code + (reason.isEmpty() ? "" : " " + reason);
    }
  }

  /** This side closed it. */
  record ByClient(int code) implements Closure {
    @Override
    public String describe() {
      return "closed here with " + code;
    }
  }

  /** The connection went away without a close frame. */
  record Lost(@Nullable Throwable cause) implements Closure {
    @Override
    public String describe() {
      return cause == null ? "connection lost" : "connection lost: " + cause.getMessage();
    }
  }
}
