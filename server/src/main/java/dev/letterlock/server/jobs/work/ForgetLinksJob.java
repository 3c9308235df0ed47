package dev.letterlock.server.jobs.work;

import dev.letterlock.server.jobs.Work;
import dev.letterlock.storage.device.LinkStore;
import java.time.Duration;
import java.time.InstantSource;

/** Deletes the mailboxes of links that have ended; they were of no use any more before that. */
public final class ForgetLinksJob implements Work {
  private static final Duration EVERY = Duration.ofMinutes(10);

  private final LinkStore links;
  private final InstantSource clock;

  public ForgetLinksJob(LinkStore links, InstantSource clock) {
    this.links = links;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "forget-links";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() {
    links.expire(clock.instant());
  }
}
