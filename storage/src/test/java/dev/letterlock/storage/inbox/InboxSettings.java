package dev.letterlock.storage.inbox;

import dev.letterlock.testing.SettableClock;
import java.time.Duration;

/** What a contract test wants of an engine; everything else is the engine's own choice. */
public record InboxSettings(int inboxLimit, Duration retention, SettableClock clock) {
  public static InboxSettings usual() {
    return new InboxSettings(10_000, Duration.ofDays(30), new SettableClock());
  }

  public InboxSettings withLimit(int limit) {
    return new InboxSettings(limit, retention, clock);
  }
}
