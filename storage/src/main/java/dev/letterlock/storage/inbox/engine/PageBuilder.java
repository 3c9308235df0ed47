package dev.letterlock.storage.inbox.engine;

import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.InboxGap;
import dev.letterlock.storage.inbox.InboxItem;
import dev.letterlock.storage.inbox.InboxPage;
import dev.letterlock.storage.inbox.StoredEnvelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects the items of one page, in order, within its bounds. A reader thread owns it. */
public final class PageBuilder {
  private final List<InboxItem> items = new ArrayList<>();
  private final int maxItems;
  private final int maxBytes;

  private Cursor reached;
  private int bytes;
  private boolean full;

  public PageBuilder(Cursor start, int maxItems, int maxBytes) {
    reached = start;
    this.maxItems = maxItems;
    this.maxBytes = maxBytes;
  }

  /** The last place that the page covers. */
  public Cursor reached() {
    return reached;
  }

  public boolean isFull() {
    return full || items.size() >= maxItems;
  }

  public boolean isEmpty() {
    return items.isEmpty();
  }

  /** Copies an envelope in, from the position of the source; false if there is no room. */
  public boolean add(Cursor cursor, ByteBuffer source, int length) {
    if (isFull() || (bytes > 0 && bytes + length > maxBytes)) {
      full = true;
      return false;
    }
    ByteBuf envelope = ByteBufAllocator.DEFAULT.directBuffer(length);
    envelope.writeBytes(source.limit(source.position() + length));
    items.add(new StoredEnvelope(cursor, envelope));
    bytes += length;
    reached = cursor;
    return true;
  }

  /** The places up to {@code to} are empty; joins an equal gap right before. */
  public void gap(Cursor to, Gap.Reason reason) {
    boolean joins =
        !items.isEmpty()
            && items.getLast() instanceof InboxGap last
            && last.reason() == reason
            && reason != Gap.Reason.NEW_EPOCH
            && last.to().epoch() == to.epoch();
    if (joins) {
      Cursor from = ((InboxGap) items.removeLast()).from();
      items.add(new InboxGap(from, to, reason));
    } else if (isFull()) {
      full = true;
      return;
    } else {
      items.add(new InboxGap(new Cursor(to.epoch(), reached.seq() + 1), to, reason));
    }
    reached = to;
  }

  /** The inbox went over to a new epoch. */
  public void newEpoch(long epoch) {
    if (isFull()) {
      full = true;
      return;
    }
    Cursor to = new Cursor(epoch, 0);
    items.add(new InboxGap(reached, to, Gap.Reason.NEW_EPOCH));
    reached = to;
  }

  public InboxPage build(Cursor last) {
    return new InboxPage(items, reached.compareTo(last) >= 0);
  }

  public void release() {
    new InboxPage(items, false).release();
  }
}
