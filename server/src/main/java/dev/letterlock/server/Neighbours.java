package dev.letterlock.server;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.cluster.Alone;
import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.server.cluster.Heartbeat;
import dev.letterlock.server.cluster.Member;
import dev.letterlock.server.cluster.Node;
import dev.letterlock.server.cluster.NodeTraffic;
import dev.letterlock.server.cluster.NoticeSink;
import dev.letterlock.server.cluster.PeerSink;
import dev.letterlock.server.cluster.Presence;
import dev.letterlock.server.cluster.bus.NodeBus;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The other servers on the same inboxes and accounts, if there may be any.
 *
 * @param link null where this server is alone
 */
record Neighbours(Node node, Announcements announcements, NodeTraffic traffic, @Nullable Link link)
    implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long MOST_NODES = 1L << 53;

  /** What a member has open. */
  record Link(NodeBus bus, Heartbeat heartbeat, Inboxes.Shared shared) {}

  /**
   * Gets to know them. Blocking.
   *
   * @param name of this server, for people
   * @param shared null if there can be no others
   * @throws InboxUnavailableException if Redis cannot be reached
   */
  static Neighbours meet(
      ServerConfig.Inboxes inboxes, Inboxes.@Nullable Shared shared, String name, Clock clock) {
    ServerConfig.Redis redis = inboxes.redis();
    NodeTraffic traffic = new NodeTraffic();
    if (redis == null || shared == null) {
      return new Neighbours(new Alone(), Announcements.NOBODY, traffic, null);
    }
    long number = new SecureRandom().nextLong(1, MOST_NODES);
    NodeBus bus =
        NodeBus.connect(redis.url().expose(), shared.layout(), number, PATIENCE, traffic, clock);
    Heartbeat heartbeat = Heartbeat.start(shared.nodes(), number, name);
    return new Neighbours(
        new Member(number, shared.routes(), bus, traffic),
        bus,
        traffic,
        new Link(bus, heartbeat, shared));
  }

  /** Begins to hear them. Blocking. */
  void listen(PeerSink messages, NoticeSink changes) {
    if (link != null) {
      link.bus().listen(messages, changes);
    }
  }

  /**
   * Whether a device has a session anywhere; may block.
   *
   * @param here whether it has one on this server
   */
  Predicate<DeviceAddress> presence(Predicate<DeviceAddress> here) {
    return link == null ? here : new Presence(here, node, link.shared().nodes());
  }

  @Override
  public void close() {
    if (link != null) {
      link.heartbeat().close();
      link.bus().close();
    }
  }
}
