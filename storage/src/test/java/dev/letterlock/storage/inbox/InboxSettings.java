package dev.letterlock.storage.inbox;

import java.time.Duration;

/** What a contract test wants of an engine; everything else is the engine's own choice. */
public record InboxSettings(int inboxLimit, Duration retention, TestClock clock) {
  public static InboxSettings usual() {
    return new InboxSettings(10_000, Duration.ofDays(30), new TestClock());
  }

  public InboxSettings withLimit(int limit) {
    return new InboxSettings(limit, retention, clock);
  }
}
