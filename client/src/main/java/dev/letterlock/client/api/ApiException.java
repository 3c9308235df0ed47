package dev.letterlock.client.api;

import dev.letterlock.client.transport.ServerUrl;
import java.time.Duration;

/** The server refused a request, or could not be asked at all. */
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final Duration retryAfter;
  private final String about;

  ApiException(int status, String code, Duration retryAfter, String message, String about) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.about = about;
  }

  private ApiException(String message, String code, ServerUrl server, Throwable cause) {
    super(message, cause);
    this.status = 0;
    this.code = code;
    this.retryAfter = Duration.ZERO;
    this.about = server.toString();
  }

  /** Nothing answered. */
  static ApiException unreachable(String message, ServerUrl server, Throwable cause) {
    return new ApiException(message, "unreachable", server, cause);
  }

  /** What answered is not what a Letterlock server says. */
  static ApiException misunderstood(String message, ServerUrl server, Throwable cause) {
    return new ApiException(message, "", server, cause);
  }

  /** The same refusal, saying what it is about. */
  ApiException about(String subject) {
    ApiException said =
        new ApiException(status, code, retryAfter, String.valueOf(getMessage()), subject);
    said.initCause(this);
    return said;
  }

  /** HTTP status, or 0 where there was no answer. */
  public int status() {
    return status;
  }

  /**
   * Whether the server has judged what was asked, so that asking again is of no use. It has not
   * where it is busy (429), has waited too long (408) or does not know who asks (401).
   */
  public boolean isVerdict() {
    return status >= 400 && status < 500 && status != 401 && status != 408 && status != 429;
  }

  /** The stable code of the problem, such as {@code unknown_user}; empty where it had none. */
  public String code() {
    return code;
  }

  /** The name or the device that was asked for, else the server's address; never empty. */
  public String about() {
    return about;
  }

  /** How long the server wants to be left alone with this; zero if it did not say. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
