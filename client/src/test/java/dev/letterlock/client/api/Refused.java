package dev.letterlock.client.api;

import java.time.Duration;

/** What a server refuses, without one. */
public final class Refused {

  private Refused() {}

  /** A refusal with a code, whose technical text is {@code POST /v1/x: 400}. */
  public static ApiException with(String code, Duration retryAfter) {
    return new ApiException(400, code, retryAfter, "POST /v1/x: 400", "bob");
  }
}
