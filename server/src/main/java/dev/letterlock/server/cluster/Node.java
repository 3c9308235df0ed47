package dev.letterlock.server.cluster;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.route.Attached;
import dev.letterlock.storage.inbox.route.Finding;
import dev.letterlock.storage.inbox.route.Standing;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * This server among the others that share its inboxes (docs/ARCHITECTURE.md, "Many nodes"): says
 * which sessions are here, and sends to where others are. Any thread, never blocks.
 */
public interface Node {

  /** True if no other server can reach these inboxes. */
  boolean isAlone();

  /** True if the node with this number may have sessions that this one has not. */
  boolean isOther(long number);

  /** The device has a session here from now on, and nowhere else. */
  CompletionStage<Attached> attach(DeviceAddress device);

  /** The session with this fencing token is over. */
  void detach(DeviceAddress device, long fence);

  /** Tells the node that had the device's session before that it is displaced. */
  void displace(DeviceAddress device, Attached newer);

  /** Tells the nodes of these devices that receipts wait for them. */
  void receiptsWait(List<DeviceAddress> devices);

  /**
   * Sends a message of {@link PeerMessage}s, a hint that may be lost. The buffer is read before
   * this returns and stays the caller's.
   *
   * @return whether the node got it, as far as is known; fails if that is not known at all
   */
  CompletionStage<Boolean> post(long number, ByteBuf message);

  /** The nodes on which the devices have sessions, in their order; 0 for nowhere. */
  CompletionStage<long[]> nodesOf(List<DeviceAddress> devices);

  /** Compares sessions of this node with what all nodes share. */
  CompletionStage<List<Finding>> examine(List<Standing> sessions);
}
