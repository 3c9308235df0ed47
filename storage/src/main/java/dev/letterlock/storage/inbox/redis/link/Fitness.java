package dev.letterlock.storage.inbox.redis.link;

import dev.letterlock.storage.inbox.Durability;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a Redis can keep the promise: it is the primary, it persists as the durability wants it,
 * and it never evicts.
 *
 * @param runId of the process
 * @param waitsForAof writes have to be confirmed by WAITAOF, because the file is not synced before
 *     the answer
 */
record Fitness(String runId, boolean waitsForAof) {
  private static final int[] LEAST = {6, 2};
  private static final int[] WAITAOF = {7, 2};

  /**
   * Asks and judges. Blocking.
   *
   * @throws UnfitRedisException if it cannot keep the promise
   */
  static Fitness of(RedisCommands<byte[], byte[]> redis, Durability durability, Layout layout) {
    String server = redis.info("server");
    requireAtLeast(server);
    require(
        "cluster_enabled",
        field(redis.info("cluster"), "cluster_enabled"),
        layout == Layout.CLUSTER ? "1" : "0",
        "restart the servers after a single primary has become a cluster, or a cluster one");
    require("role", field(redis.info("replication"), "role"), "master", "connect to the primary");
    require(
        "maxmemory-policy",
        setting(redis, "maxmemory-policy"),
        "noeviction",
        "set it, because any other policy throws messages away when memory is short");
    require(
        "appendonly",
        setting(redis, "appendonly"),
        "yes",
        "set it in redis.conf or by CONFIG SET, and CONFIG REWRITE");
    String fsync = setting(redis, "appendfsync");
    if (durability == Durability.RELAXED) {
      if (fsync.equals("no")) {
        throw unfit("appendfsync", fsync, "everysec or always", "set one of them");
      }
      return new Fitness(field(server, "run_id"), false);
    }
    boolean always =
        fsync.equals("always") && setting(redis, "no-appendfsync-on-rewrite").equals("no");
    if (!always && !isAtLeast(server, WAITAOF)) {
      throw unfit(
          "appendfsync",
          fsync,
          "always, and no-appendfsync-on-rewrite no",
          "set both, take Redis 7.2 or newer, or ask for DURABILITY=relaxed");
    }
    return new Fitness(field(server, "run_id"), !always);
  }

  private static void require(String name, String value, String wanted, String remedy) {
    if (!value.equals(wanted)) {
      throw unfit(name, value, wanted, remedy);
    }
  }

  private static void requireAtLeast(String server) {
    if (!isAtLeast(server, LEAST)) {
      throw unfit("redis_version", field(server, "redis_version"), "6.2 or newer", "update it");
    }
  }

  private static UnfitRedisException unfit(
      String name, String value, String wanted, String remedy) {
    return new UnfitRedisException(
        "Redis: " + name + ": " + value + " (expected: " + wanted + "); " + remedy);
  }

  private static String setting(RedisCommands<byte[], byte[]> redis, String name) {
    Map<String, String> found = redis.configGet(name);
    return found.getOrDefault(name, "unknown");
  }

  private static boolean isAtLeast(String server, int[] wanted) {
    String[] parts = field(server, "redis_version").split("\\.", -1);
    try {
      int major = Integer.parseInt(parts[0]);
      int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      return major > wanted[0] || (major == wanted[0] && minor >= wanted[1]);
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static String field(String info, String name) {
    Matcher found = Pattern.compile("(?m)^" + name + ":(.*?)\r?$").matcher(info);
    return found.find() ? found.group(1) : "unknown";
  }
}
