package dev.letterlock.storage.inbox;

import java.util.List;

/**
 * Part of an inbox, in order. The receiver owns the buffers of its envelopes.
 *
 * @param drained nothing came after the last item when the page was planned
 */
public record InboxPage(List<InboxItem> items, boolean drained) {

  public InboxPage {
    items = List.copyOf(items);
  }

  /** Releases every envelope once. */
  public void release() {
    for (InboxItem item : items) {
      if (item instanceof StoredEnvelope stored) {
        stored.envelope().release();
      }
    }
  }
}
