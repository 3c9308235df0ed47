package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.TokenBuckets;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import dev.letterlock.storage.inbox.redis.script.Bases;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Buckets from which all servers on this Redis take, by its clock. Their names are hashed, so that
 * no text of anybody becomes a key. Any thread.
 */
final class RedisBuckets implements TokenBuckets {
  private static final char KIND = 'b';

  private final RedisLink link;

  RedisBuckets(RedisLink link) {
    this.link = link;
  }

  @Override
  public long take(String name, int burst, Duration interval) {
    byte[] hash = hash(name);
    ScriptCall call =
        new ScriptCall(Script.BUCKET, Bases.partition(hash)).key(Bases.named(KIND, hash));
    call.argument(TimeUnit.NANOSECONDS.toMicros(interval.toNanos())).argument(burst);
    long micros = (Long) Asking.ask(link, call).getFirst();
    return micros == 0 ? 0 : TimeUnit.MICROSECONDS.toMillis(micros) + 1;
  }

  private static byte[] hash(String name) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: absent (expected: in every Java)", e);
    }
  }
}
