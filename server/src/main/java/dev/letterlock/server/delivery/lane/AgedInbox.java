package dev.letterlock.server.delivery.lane;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.InboxPage;
import java.util.concurrent.CompletionStage;

/** The part of an inbox that has moved to the long-term store. Thread-safe; never blocks. */
public interface AgedInbox {
  /**
   * Envelopes after {@code after} and not beyond {@code upTo}, in order, as {@code
   * InboxEngine.read}; fails while the store is away. The page is drained when nothing is left up
   * to {@code upTo}.
   */
  CompletionStage<InboxPage> read(
      DeviceAddress device, Cursor after, Cursor upTo, int maxEntries, int maxBytes);
}
