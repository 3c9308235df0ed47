package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.engine.Micros;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What a local inbox engine is told.
 *
 * @param directory where it keeps its files; made when absent; of one process at a time
 * @param durability what STORED promises
 * @param inboxLimit undelivered envelopes at which an inbox is full, 1 or more
 * @param retention how long an envelope waits if its sender said nothing
 * @param clock the server's time
 */
public record InboxConfig(
    Path directory,
    Durability durability,
    int inboxLimit,
    Duration retention,
    InstantSource clock) {

  public InboxConfig {
    if (inboxLimit < 1) {
      throw new IllegalArgumentException("inboxLimit: " + inboxLimit + " (expected: 1 or more)");
    }
  }

  long nowMicros() {
    return Micros.of(clock.instant());
  }
}
