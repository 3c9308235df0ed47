package dev.letterlock.storage.inbox.redis.link;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which primary of a Redis Cluster has which slots, as one of its nodes sees it. What it says may
 * be old: a primary refuses what it does not have.
 */
final class Topology {
  private static final int MASTER = 2;

  private final @Nullable Address[] owners = new @Nullable Address[SlotHash.SLOT_COUNT];

  /** Where a node is reached. */
  record Address(String host, int port) {
    /** The same, with all else as it is for the node that is known. */
    RedisURI uri(RedisURI known) {
      return RedisURI.builder(known).withHost(host).withPort(port).build();
    }

    static Address of(RedisURI uri) {
      return new Address(uri.getHost(), uri.getPort());
    }
  }

  private Topology() {}

  /**
   * Asks a node. Blocking.
   *
   * @param asked where it is: it may not know its own name
   */
  static Topology of(RedisCommands<byte[], byte[]> node, Address asked) {
    Topology topology = new Topology();
    for (Object range : node.clusterSlots()) {
      List<?> parts = (List<?>) range;
      List<?> master = (List<?>) parts.get(MASTER);
      String host = text(master.get(0));
      int port = ((Long) master.get(1)).intValue();
      Address address = new Address(host.isEmpty() || host.equals("?") ? asked.host() : host, port);
      int first = ((Long) parts.get(0)).intValue();
      int last = ((Long) parts.get(1)).intValue();
      Arrays.fill(topology.owners, first, last + 1, address);
    }
    return topology;
  }

  /** Who has the slot of a key; null if nobody is known to. */
  @Nullable Address ownerOf(byte[] key) {
    return owners[SlotHash.getSlot(key)];
  }

  Set<Address> primaries() {
    Set<Address> primaries = new HashSet<>(Arrays.asList(owners));
    primaries.remove(null);
    return primaries;
  }

  private static String text(@Nullable Object bytes) {
    return switch (bytes) {
      case byte[] name -> new String(name, StandardCharsets.US_ASCII);
      case null -> "";
      default -> bytes.toString();
    };
  }
}
