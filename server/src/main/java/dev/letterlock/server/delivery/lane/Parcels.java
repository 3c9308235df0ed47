package dev.letterlock.server.delivery.lane;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.cluster.Node;
import dev.letterlock.server.cluster.PeerMessage;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.storage.inbox.ReceiptMark;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one commit brings to sessions on other nodes, one message for each node. Runs on the lane's
 * event loop.
 */
public final class Parcels {
  private final Node node;
  private final WakeUps wakeUps;
  private final ByteBufAllocator allocator;
  private final Map<Long, Parcel> open = new HashMap<>();

  public Parcels(Node node, WakeUps wakeUps, ByteBufAllocator allocator) {
    this.node = node;
    this.wakeUps = wakeUps;
    this.allocator = allocator;
  }

  /** Recipients who are to be woken if nobody is there to take the parcel. */
  private record Parcel(ByteBuf message, List<DeviceAddress> waking, List<DeviceAddress> urgent) {}

  /** True if something for a device with a session on node {@code number} travels in a parcel. */
  boolean goTo(long number) {
    return node.isOther(number);
  }

  /** Adds an envelope; see {@link dev.letterlock.server.cluster.PeerSink#committed}. */
  void add(
      long number,
      DeviceAddress device,
      Waking waking,
      long epoch,
      long seq,
      ByteBuf from,
      int index,
      int length) {
    Parcel parcel = to(number);
    boolean wakes = waking != Waking.NEVER;
    PeerMessage.writeCommitted(device, wakes, epoch, seq, from, index, length, parcel.message());
    switch (waking) {
      case NEVER -> {}
      case LATER -> parcel.waking().add(device);
      case AT_ONCE -> parcel.urgent().add(device);
    }
  }

  /** Adds a receipt for a device of its sender. */
  void add(long number, DeviceAddress device, ReceiptMark receipt) {
    PeerMessage.writeReceipt(device, receipt, to(number).message());
  }

  /** Sends what was added. */
  void leave() {
    if (!open.isEmpty()) {
      open.forEach(this::send);
      open.clear();
    }
  }

  private Parcel to(long number) {
    return open.computeIfAbsent(
        number, _ -> new Parcel(allocator.buffer(), new ArrayList<>(), new ArrayList<>()));
  }

  private void send(long number, Parcel parcel) {
    try {
      var _ =
          node.post(number, parcel.message())
              .thenAccept(reached -> {
                if (!reached) {
                  wake(parcel);
                }
              });
    } finally {
      parcel.message().release();
    }
  }

  /** The node is gone, and with it the sessions that it had. */
  private void wake(Parcel parcel) {
    parcel.waking().forEach(device -> wakeUps.offline(device, false));
    parcel.urgent().forEach(device -> wakeUps.offline(device, true));
  }
}
