package dev.letterlock.storage.inbox.redis.link;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.redis.link.Topology.Address;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the primaries of a Redis Cluster, one each, and who of them has which slots.
 * Used by one thread, which may block.
 */
final class Primaries {
  private final LinkConfig config;
  private final RedisClient client;
  private final RedisURI uri;
  private final Consumer<Primary> whenLost;
  private final Map<Address, Primary> open = new HashMap<>();
  private final Set<Address> known = new LinkedHashSet<>();
  private @Nullable Topology topology;

  /**
   * @param whenLost is told on a thread of the library
   */
  Primaries(LinkConfig config, RedisClient client, Consumer<Primary> whenLost) {
    this.config = config;
    this.client = client;
    this.whenLost = whenLost;
    uri = Connections.uri(config);
    known.add(Address.of(uri));
  }

  /**
   * Asks who has what, and connects to those to whom there is no connection. Blocking.
   *
   * @throws UnfitRedisException if one of them cannot keep the promise; the others are connected
   * @throws RuntimeException if one of them does not answer; the others are connected
   */
  void refresh() {
    open.values().removeIf(primary -> !primary.isOpen());
    Topology fresh = readTopology();
    topology = fresh;
    known.addAll(fresh.primaries());
    RuntimeException fault = null;
    for (Address address : fresh.primaries()) {
      try {
        if (!open.containsKey(address)) {
          connect(address);
        }
      } catch (RuntimeException e) {
        fault = e;
      }
    }
    if (fault != null) {
      throw fault;
    }
  }

  /** The primary that has the slot of a key and is connected; null if there is none. */
  @Nullable Primary ownerOf(byte[] key) {
    Address address = topology == null ? null : topology.ownerOf(key);
    return address == null ? null : open.get(address);
  }

  /** Judges all again; who is not fit any more is closed. Blocking. */
  void judgeAgain() {
    for (Primary primary : open.values()) {
      try {
        primary.judgeAgain(Layout.CLUSTER);
      } catch (RuntimeException e) {
        primary.close();
        throw e;
      }
    }
  }

  private void connect(Address address) {
    StatefulRedisConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE, address.uri(uri));
    try {
      Primary primary = Primary.judge(connection, config, Layout.CLUSTER);
      open.put(address, primary);
      Connections.whenLost(connection, () -> whenLost.accept(primary));
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private Topology readTopology() {
    RuntimeException fault = new InboxUnavailableException("Redis: cannot be reached");
    for (Map.Entry<Address, Primary> each : open.entrySet()) {
      try {
        return Topology.of(each.getValue().commands(), each.getKey());
      } catch (RuntimeException e) {
        each.getValue().close();
        fault = e;
      }
    }
    for (Address address : List.copyOf(known)) {
      try (StatefulRedisConnection<byte[], byte[]> connection =
          client.connect(ByteArrayCodec.INSTANCE, address.uri(uri))) {
        return Topology.of(connection.sync(), address);
      } catch (RuntimeException e) {
        fault = e;
      }
    }
    throw fault;
  }
}
