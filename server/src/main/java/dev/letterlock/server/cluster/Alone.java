package dev.letterlock.server.cluster;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.route.Attached;
import dev.letterlock.storage.inbox.route.Finding;
import dev.letterlock.storage.inbox.route.Standing;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The one server of its inboxes: nobody else needs to be told anything. */
public final class Alone implements Node {
  private static final CompletionStage<Attached> HERE =
      CompletableFuture.completedStage(new Attached(0, 0));
  private static final CompletionStage<List<Finding>> NOTHING =
      CompletableFuture.completedStage(List.of());
  private static final CompletionStage<Boolean> NOBODY = CompletableFuture.completedStage(false);

  @Override
  public boolean isAlone() {
    return true;
  }

  @Override
  public boolean isOther(long number) {
    return false;
  }

  @Override
  public CompletionStage<Attached> attach(DeviceAddress device) {
    return HERE;
  }

  @Override
  public void detach(DeviceAddress device, long fence) {}

  @Override
  public void displace(DeviceAddress device, Attached newer) {}

  @Override
  public void receiptsWait(List<DeviceAddress> devices) {}

  @Override
  public CompletionStage<Boolean> post(long number, ByteBuf message) {
    return NOBODY;
  }

  @Override
  public CompletionStage<long[]> nodesOf(List<DeviceAddress> devices) {
    return CompletableFuture.completedStage(new long[devices.size()]);
  }

  @Override
  public CompletionStage<List<Finding>> examine(List<Standing> sessions) {
    return NOTHING;
  }
}
