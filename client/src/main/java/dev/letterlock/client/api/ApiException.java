package dev.letterlock.client.api;

import org.jspecify.annotations.Nullable;

/** The server refused a request, or could not be asked at all. */
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  ApiException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  ApiException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = 0;
    this.code = "unreachable";
  }

  /** HTTP status, or 0 where there was no answer. */
  public int status() {
    return status;
  }

  /** The stable code of the problem, such as {@code unknown_user}; empty where it had none. */
  public String code() {
    return code;
  }
}
