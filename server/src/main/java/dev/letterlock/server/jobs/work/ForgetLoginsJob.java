package dev.letterlock.server.jobs.work;

import dev.letterlock.server.jobs.Work;
import dev.letterlock.storage.account.EndedLoginStore;
import dev.letterlock.storage.account.RefreshTokenStore;
import java.time.Duration;
import java.time.InstantSource;

/** Drops what is known of logins of which no token can be good any more. */
public final class ForgetLoginsJob implements Work {
  private static final Duration EVERY = Duration.ofHours(1);

  private final RefreshTokenStore tokens;
  private final EndedLoginStore ended;
  private final InstantSource clock;

  public ForgetLoginsJob(RefreshTokenStore tokens, EndedLoginStore ended, InstantSource clock) {
    this.tokens = tokens;
    this.ended = ended;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "forget-logins";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() {
    tokens.expire(clock.instant());
    ended.expire(clock.instant());
  }
}
