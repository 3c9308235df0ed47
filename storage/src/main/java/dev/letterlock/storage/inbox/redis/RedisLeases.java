package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import dev.letterlock.storage.inbox.redis.script.Bases;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Leases beside the inboxes, as durable as these: a Redis that was emptied has forgotten who holds
 * what, and counts its fences anew. Any thread.
 */
final class RedisLeases implements LeaseStore {
  private static final byte[] KEY = Bases.ofDomain('k');

  private final RedisLink link;
  private final InstantSource clock;

  RedisLeases(RedisLink link, InstantSource clock) {
    this.link = link;
    this.clock = clock;
  }

  @Override
  public Attempt acquire(String name, String holder, Duration duration) {
    long now = clock.millis();
    List<Object> answer = ask(name, holder, now, now + duration.toMillis());
    Instant until = Instant.ofEpochMilli((Long) answer.get(2));
    return (Long) answer.get(0) == 1
        ? new Acquired((Long) answer.get(1), until)
        : new HeldBy(new String((byte[]) answer.get(3), StandardCharsets.UTF_8), until);
  }

  @Override
  public void release(String name, String holder) {
    ask(name, holder, clock.millis(), 0);
  }

  private List<Object> ask(String name, String holder, long now, long until) {
    ScriptCall call = new ScriptCall(Script.LEASE).key(KEY);
    call.argument(name.getBytes(StandardCharsets.UTF_8));
    call.argument(holder.getBytes(StandardCharsets.UTF_8)).argument(now).argument(until);
    return Asking.ask(link, call);
  }
}
