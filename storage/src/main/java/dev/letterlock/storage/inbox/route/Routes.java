package dev.letterlock.storage.inbox.route;

import dev.letterlock.protocol.id.DeviceAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Which node has the session of a device. A <em>node</em> is one running server: a random number
 * from 1 to 2^53 - 1, chosen when it starts; 0 is nobody. Each session has a fence, a number above
 * those of all earlier sessions of the device.
 *
 * <p>Hints, and not durable: what is lost is put back by the next {@link #examine}. No method
 * waits; what one caller asks here and of the inbox engine is done in the order of asking. Stages
 * are completed on threads that must not be blocked, and fail with {@link
 * dev.letterlock.storage.inbox.InboxUnavailableException} while the routes cannot be reached.
 */
public interface Routes {

  /** Puts the node in charge of a new session of the device; rises above every earlier fence. */
  CompletionStage<Attached> attach(DeviceAddress device, long node);

  /** The session has ended: nobody has the device, unless a later one has come. */
  CompletionStage<Void> detach(DeviceAddress device, long fence);

  /**
   * Compares sessions of a node with what is known here, and puts back their routes where these are
   * lost.
   *
   * @param sessions any number; asked in portions, so that what others do comes in between
   * @return by rising index; nothing about sessions that are well, or that cannot be asked about
   *     while others can
   */
  CompletionStage<List<Finding>> examine(long node, List<Standing> sessions);

  /** The node of each device, in their order; 0 if nobody has it. */
  CompletionStage<long[]> nodesOf(List<DeviceAddress> devices);
}
