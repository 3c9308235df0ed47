package dev.letterlock.server.jobs.work;

import dev.letterlock.server.jobs.Work;
import dev.letterlock.storage.inbox.InboxEngine;
import java.time.Duration;
import java.time.InstantSource;

/** Has the engine turn expired envelopes into gaps and report them to their senders. */
public final class ExpireJob implements Work {
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final int AT_ONCE = 1_000;

  private final InboxEngine engine;
  private final InstantSource clock;

  public ExpireJob(InboxEngine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "expire";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() {
    int expired;
    do {
      expired = engine.expire(clock.instant(), AT_ONCE);
    } while (expired == AT_ONCE);
  }
}
