package dev.letterlock.client;

import java.time.Duration;

/**
 * How long an ack may wait for company. Acks are cumulative, so waiting saves frames and delays
 * only the receipt.
 *
 * @param messages un-acked messages at which an ack leaves at once, 1 or more
 * @param delay time after the first un-acked message at which it leaves anyway
 */
public record AckPolicy(int messages, Duration delay) {

  /** 32 messages or 50 milliseconds. */
  public static final AckPolicy USUAL = new AckPolicy(32, Duration.ofMillis(50));

  public AckPolicy {
    if (messages < 1) {
      throw new IllegalArgumentException("messages: " + messages + " (expected: 1 or more)");
    }
  }
}
