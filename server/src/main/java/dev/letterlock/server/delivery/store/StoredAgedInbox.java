package dev.letterlock.server.delivery.store;

import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.delivery.lane.AgedInbox;
import dev.letterlock.storage.inbox.InboxGap;
import dev.letterlock.storage.inbox.InboxItem;
import dev.letterlock.storage.inbox.InboxPage;
import dev.letterlock.storage.inbox.StoredEnvelope;
import dev.letterlock.storage.message.AgedEntry;
import dev.letterlock.storage.message.AgedInboxStore;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The aged part of inboxes in the long-term store. A place that is missing there has expired, so
 * the reader gets a gap for it and the order stays contiguous. Thread-safe.
 */
public final class StoredAgedInbox implements AgedInbox {
  private final AgedInboxStore store;
  private final Executor threads;

  /**
   * @param threads virtual threads, on which the store may block
   */
  public StoredAgedInbox(AgedInboxStore store, Executor threads) {
    this.store = store;
    this.threads = threads;
  }

  @Override
  public CompletionStage<InboxPage> read(
      DeviceAddress device, Cursor after, Cursor upTo, int maxEntries, int maxBytes) {
    return CompletableFuture.supplyAsync(
        () -> page(store.read(device, after, maxEntries, maxBytes), after, upTo), threads);
  }

  private static InboxPage page(List<AgedEntry> entries, Cursor after, Cursor upTo) {
    List<InboxItem> items = new ArrayList<>();
    Cursor last = after;
    boolean drained = entries.isEmpty();
    for (AgedEntry entry : entries) {
      drained |= entry.cursor().compareTo(upTo) >= 0;
      if (entry.cursor().compareTo(upTo) <= 0) {
        addGap(items, last, before(entry.cursor()));
        items.add(envelope(entry));
        last = entry.cursor();
      }
    }
    if (drained) {
      addGap(items, last, upTo);
    }
    return new InboxPage(items, drained);
  }

  private static void addGap(List<InboxItem> items, Cursor last, Cursor to) {
    Cursor from = last;
    if (to.epoch() != last.epoch()) {
      from = new Cursor(to.epoch(), 0);
      items.add(new InboxGap(last, from, Gap.Reason.NEW_EPOCH));
    }
    if (Long.compareUnsigned(to.seq(), from.seq()) > 0) {
      items.add(new InboxGap(new Cursor(from.epoch(), from.seq() + 1), to, Gap.Reason.EXPIRED));
    }
  }

  private static Cursor before(Cursor cursor) {
    return new Cursor(cursor.epoch(), cursor.seq() - 1);
  }

  private static StoredEnvelope envelope(AgedEntry entry) {
    return new StoredEnvelope(
        entry.cursor(), Unpooled.wrappedBuffer(entry.envelope().toByteArray()));
  }
}
