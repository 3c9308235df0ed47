package dev.letterlock.storage.inbox.redis.link;

import dev.letterlock.storage.inbox.Durability;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Collectors;

/**
 * Which Redis, and what it has to promise.
 *
 * @param uri redis://, rediss:// or redis-sentinel://, of a Redis Cluster any node; may carry a
 *     password, so it is never shown
 * @param durability what STORED promises
 * @param replicaAcks replicas that have to have a write before it counts, 0 or more
 * @param clock the server's time
 * @param patience how long an answer may take
 */
public record LinkConfig(
    String uri, Durability durability, int replicaAcks, InstantSource clock, Duration patience) {

  public LinkConfig {
    if (replicaAcks < 0) {
      throw new IllegalArgumentException("replicaAcks: " + replicaAcks + " (expected: 0 or more)");
    }
  }

  /** Whether the text is an address; nobody is asked whether it is right. */
  public static boolean understands(String uri) {
    try {
      return !RedisURI.create(uri).toURI().toString().isEmpty();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Where the Redis is, for people: host and port, or the Sentinels, and nothing secret. */
  public String place() {
    RedisURI address = RedisURI.create(uri);
    return address.getSentinels().isEmpty()
        ? address.getHost() + ":" + address.getPort()
        : address.getSentinels().stream()
            .map(each -> each.getHost() + ":" + each.getPort())
            .collect(Collectors.joining(",", "", "/" + address.getSentinelMasterId()));
  }

  @Override
  public String toString() {
    return "LinkConfig[" + durability + ", replicaAcks=" + replicaAcks + "]";
  }
}
