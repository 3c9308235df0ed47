package dev.letterlock.server.cluster;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.letterlock.protocol.id.DeviceAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sends what may be lost to devices on other nodes, whose node is remembered for a moment. Any
 * thread, never blocks.
 */
public final class Whereabouts {
  private static final Duration REMEMBERED = Duration.ofSeconds(1);
  private static final long MOST = 1L << 16;

  private final Node node;
  private final AsyncCache<DeviceAddress, Long> remembered =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).buildAsync();

  public Whereabouts(Node node) {
    this.node = node;
  }

  /** False if all sessions are on this node. */
  public boolean mayBeElsewhere() {
    return !node.isAlone();
  }

  /** Sends an ephemeral envelope, which is read before this returns and stays the caller's. */
  public void sendEphemeral(DeviceAddress device, ByteBuf envelope) {
    ByteBuf message = Unpooled.buffer();
    PeerMessage.writeEphemeral(device, envelope, message);
    var _ = nodeOf(device).thenAccept(number -> post(number, message));
  }

  private CompletableFuture<Long> nodeOf(DeviceAddress device) {
    return remembered.get(
        device,
        (_, _) -> node.nodesOf(List.of(device)).thenApply(nodes -> nodes[0]).toCompletableFuture());
  }

  private void post(long number, ByteBuf message) {
    if (node.isOther(number)) {
      var _ = node.post(number, message);
    }
  }
}
