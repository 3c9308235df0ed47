package dev.letterlock.storage.message;

import java.util.Collection;
import java.util.List;

/**
 * Receipt watermarks, which never go back. Every method blocks, refuses event loops, and throws
 * {@link dev.letterlock.storage.StoreUnavailableException} while the database is away.
 */
public interface ReceiptStore {
  /**
   * Raises watermarks, in bulk and idempotent; a lower or zero value changes nothing. Returns when
   * all of them are stored; after an exception some may be.
   */
  void raise(Collection<ReceiptWatermark> watermarks);

  /** The watermarks of a conversation's members, in no order. */
  List<ReceiptWatermark> of(Conversation conversation);
}
