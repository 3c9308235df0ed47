package dev.letterlock.server.cluster;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.PendingReceipt;
import io.netty.buffer.ByteBuf;

/** What one node hears of another, each about one device that should have a session here. */
public interface PeerSink {

  /**
   * An envelope was committed for it.
   *
   * @param wakes it is a recipient's, who is woken if the device is not here
   * @param from the message, of which the envelope lies at {@code index}; not touched later
   */
  void committed(
      DeviceAddress device,
      boolean wakes,
      long epoch,
      long seq,
      ByteBuf from,
      int index,
      int length);

  /** An ephemeral envelope. */
  void ephemeral(DeviceAddress device, ByteBuf from, int index, int length);

  /**
   * A receipt for it.
   *
   * @param previous mark of the one before it for the same user
   */
  void receipt(DeviceAddress device, long previous, PendingReceipt receipt);

  /** Receipts wait for it. */
  void receiptsWait(DeviceAddress device);

  /** Its session is displaced by one with this fencing token. */
  void displaced(DeviceAddress device, long fence);
}
