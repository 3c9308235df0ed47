package dev.letterlock.storage.inbox.move;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.MoveStore;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes over what an engine has kept, while nobody serves from it. What was taken is on disk when a
 * method returns, and so is how far the move has come. One thread uses it; all methods block.
 */
public interface InboxSink extends AutoCloseable {
  /** Whether a move is under way here. */
  MoveStore moves();

  /**
   * Takes an inbox, in place of what is here of it. Its next session finds a new epoch, above all
   * that there were.
   *
   * @param envelopes shows the visitor that it is given every envelope
   */
  void take(String move, KeptInbox inbox, Consumer<EnvelopeVisitor> envelopes);

  /** Takes all receipts about messages of a user. */
  void take(String move, UserId sender, List<KeptReceipt> receipts);

  /** Of each part of the sink the device whose inbox was taken last there; empty if none was. */
  Set<DeviceAddress> lastInboxes();

  /** Of each part of the sink the user whose receipts were taken last there; empty if none were. */
  Set<UserId> lastSenders();

  @Override
  void close();
}
