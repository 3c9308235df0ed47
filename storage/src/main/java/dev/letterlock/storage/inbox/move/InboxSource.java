package dev.letterlock.storage.inbox.move;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.List;

/**
 * Everything that an engine keeps which nobody runs meanwhile; the same whenever it is asked. One
 * thread uses it; all methods block.
 */
public interface InboxSource extends AutoCloseable {
  /** Devices of which anything is kept, always in the same order. */
  List<DeviceAddress> devices();

  KeptInbox inbox(DeviceAddress device);

  /** Shows every envelope that waits for the device. */
  void envelopes(DeviceAddress device, EnvelopeVisitor visitor);

  /** Users about whose messages there are receipts, always in the same order. */
  List<UserId> senders();

  List<KeptReceipt> receipts(UserId sender);

  /** Whether nothing waits for any device, here or in the long-term store. */
  boolean isEmpty();

  @Override
  void close();
}
