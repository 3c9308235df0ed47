package dev.letterlock.server.cluster;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.route.Attached;
import dev.letterlock.storage.inbox.route.Finding;
import dev.letterlock.storage.inbox.route.Routes;
import dev.letterlock.storage.inbox.route.Standing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One of several servers on the same inboxes. */
public final class Member implements Node {
  private final long number;
  private final Routes routes;
  private final Post post;
  private final NodeTraffic traffic;

  /** A way to another node. */
  @FunctionalInterface
  public interface Post {
    /** See {@link Node#post}. */
    CompletionStage<Boolean> send(long number, ByteBuf message);
  }

  /**
   * @param number of this node
   */
  public Member(long number, Routes routes, Post post, NodeTraffic traffic) {
    this.number = number;
    this.routes = routes;
    this.post = post;
    this.traffic = traffic;
  }

  @Override
  public boolean isAlone() {
    return false;
  }

  @Override
  public boolean isOther(long other) {
    return other != 0 && other != number;
  }

  @Override
  public CompletionStage<Attached> attach(DeviceAddress device) {
    return routes.attach(device, number);
  }

  @Override
  public void detach(DeviceAddress device, long fence) {
    var _ = routes.detach(device, fence);
  }

  @Override
  public void displace(DeviceAddress device, Attached newer) {
    if (isOther(newer.displaced())) {
      ByteBuf message = Unpooled.buffer();
      PeerMessage.writeDisplaced(device, newer.fence(), message);
      var _ = post(newer.displaced(), message);
    }
  }

  @Override
  public void receiptsWait(List<DeviceAddress> devices) {
    if (!devices.isEmpty()) {
      var _ = nodesOf(devices).thenAccept(nodes -> tell(devices, nodes));
    }
  }

  @Override
  public CompletionStage<Boolean> post(long other, ByteBuf message) {
    return post.send(other, message)
        .whenComplete((reached, fault) -> {
          if (fault == null) {
            traffic.sent(reached);
          } else {
            traffic.lost();
          }
        });
  }

  @Override
  public CompletionStage<long[]> nodesOf(List<DeviceAddress> devices) {
    return routes.nodesOf(devices);
  }

  @Override
  public CompletionStage<List<Finding>> examine(List<Standing> sessions) {
    return routes
        .examine(number, sessions)
        .thenApply(findings -> {
          traffic.found(findings.size());
          return findings;
        });
  }

  private void tell(List<DeviceAddress> devices, long[] nodes) {
    Map<Long, ByteBuf> messages = new HashMap<>();
    for (int i = 0; i < nodes.length; i++) {
      if (isOther(nodes[i])) {
        ByteBuf message = messages.computeIfAbsent(nodes[i], _ -> Unpooled.buffer());
        PeerMessage.writeReceiptsWait(devices.get(i), message);
      }
    }
    messages.forEach(this::post);
  }
}
