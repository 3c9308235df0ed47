package dev.letterlock.client.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The server refused a request, or could not be asked at all. */
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final Duration retryAfter;

  ApiException(int status, String code, Duration retryAfter, String message) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  ApiException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = 0;
    this.code = "unreachable";
    this.retryAfter = Duration.ZERO;
  }

  /** HTTP status, or 0 where there was no answer. */
  public int status() {
    return status;
  }

  /** The stable code of the problem, such as {@code unknown_user}; empty where it had none. */
  public String code() {
    return code;
  }

  /** How long the server wants to be left alone with this; zero if it did not say. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
