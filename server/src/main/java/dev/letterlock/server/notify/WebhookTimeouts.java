package dev.letterlock.server.notify;

import java.time.Duration;

/**
 * How long a webhook may take.
 *
 * @param connect until the connection stands, TLS included
 * @param whole until the answer is read to its end
 */
public record WebhookTimeouts(Duration connect, Duration whole) {
  public static final WebhookTimeouts DEFAULT =
      new WebhookTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10));
}
