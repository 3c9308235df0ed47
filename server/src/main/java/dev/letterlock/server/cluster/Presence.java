package dev.letterlock.server.cluster;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.route.NodeRegistry;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** Whether a device has a session on any node that lives. Blocking; for jobs. */
public final class Presence implements Predicate<DeviceAddress> {
  private final Predicate<DeviceAddress> here;
  private final Node node;
  private final NodeRegistry nodes;

  /**
   * @param here whether it has one on this node
   */
  public Presence(Predicate<DeviceAddress> here, Node node, NodeRegistry nodes) {
    this.here = here;
    this.node = node;
    this.nodes = nodes;
  }

  /**
   * Asks.
   *
   * @throws InboxUnavailableException if that cannot be known now
   */
  @Override
  public boolean test(DeviceAddress device) {
    return here.test(device) || isElsewhere(device);
  }

  private boolean isElsewhere(DeviceAddress device) {
    long number = nodeOf(device);
    return node.isOther(number) && !nodes.alive(List.of(number)).isEmpty();
  }

  private long nodeOf(DeviceAddress device) {
    try {
      return node.nodesOf(List.of(device)).toCompletableFuture().join()[0];
    } catch (CompletionException e) {
      throw e.getCause() instanceof InboxUnavailableException away ? away : e;
    }
  }
}
