package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.storage.inbox.engine.GapCodes;
import dev.letterlock.storage.inbox.engine.PageBuilder;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordScan;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills one page from the disk: first what is filed, then what is young. Whatever the commit thread
 * has moved meanwhile ends the page. One reader thread uses it, once.
 */
final class PageReader {
  private static final int FIRST_CHUNK = 1 << 16;

  private final InboxDatabase database;
  private final ReadPlan plan;
  private final PageBuilder page;
  private final long now;
  private final List<Cursor> expired = new ArrayList<>();
  private final ByteBuffer prefix = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.MAX_SIZE);

  private ByteBuffer chunk = ByteBuffer.allocate(0);
  private long chunkCommit = -1;
  private int chunkIndex;

  PageReader(InboxDatabase database, ReadPlan plan, PageBuilder page, long now) {
    this.database = database;
    this.plan = plan;
    this.page = page;
    this.now = now;
  }

  /** Fills the page; returns the places whose envelopes have expired and were left out. */
  List<Cursor> read() {
    if (page.reached().compareTo(plan.filedEnd()) < 0) {
      readFiled();
    }
    if (page.reached().compareTo(plan.filedEnd()) >= 0) {
      readYoung();
    }
    return expired;
  }

  private void readFiled() {
    try (RecordScan scan = database.scan(Table.ENTRIES)) {
      Cursor from = page.reached();
      boolean more =
          scan.seek(
              Keys.entriesOf(prefix, plan.device()),
              Keys.entry(key, plan.device(), from.epoch(), from.seq() + 1));
      while (more) {
        Cursor at = Trimmer.place(scan.key(), Keys.DEVICE_SIZE);
        if (at.compareTo(plan.filedEnd()) > 0) {
          break;
        }
        gapsTo(at.epoch(), at.seq() - 1);
        if (page.isFull() || !add(at, scan.value())) {
          return;
        }
        more = scan.next();
      }
    }
    gapsTo(plan.filedEnd().epoch(), plan.filedEnd().seq());
  }

  /** Everything between what the page has reached and this place is empty. */
  private void gapsTo(long epoch, long seq) {
    if (page.reached().epoch() < epoch) {
      page.newEpoch(epoch);
    }
    if (page.reached().epoch() != epoch || page.reached().seq() >= seq) {
      return;
    }
    try (RecordScan scan = database.scan(Table.STATE)) {
      Keys.ofDevice(prefix, Keys.GAP, plan.device());
      Keys.gap(key, plan.device(), epoch, page.reached().seq() + 1);
      boolean more = scan.seek(prefix, key);
      while (more && !page.isFull()) {
        Cursor at = Trimmer.place(scan.key(), 1 + Keys.DEVICE_SIZE);
        if (at.epoch() != epoch || at.seq() > seq) {
          break;
        }
        page.gap(at, GapCodes.reason(scan.value().get(0)));
        more = scan.next();
      }
    }
    if (page.reached().seq() < seq && !page.isFull()) {
      page.gap(new Cursor(epoch, seq), Gap.Reason.EXPIRED);
    }
  }

  private void readYoung() {
    long epoch = plan.last().epoch();
    if (page.reached().epoch() < epoch) {
      page.newEpoch(epoch);
    }
    for (ReadPlan.Spot spot : plan.young()) {
      Cursor at = new Cursor(epoch, spot.seq());
      Gap.Reason reason = spot.reason();
      if (reason != null) {
        page.gap(at, reason);
      } else if (page.isFull() || !load(spot) || !add(at, envelope(spot))) {
        return;
      }
    }
  }

  private ByteBuffer envelope(ReadPlan.Spot spot) {
    return chunk.limit(spot.offset() + spot.length()).position(spot.offset());
  }

  private boolean add(Cursor at, ByteBuffer envelope) {
    long expiry = envelope.getLong(envelope.position() + EnvelopeCodec.EXPIRY_OFFSET);
    if (expiry != 0 && expiry <= now) {
      expired.add(at);
      page.gap(at, Gap.Reason.EXPIRED);
      return true;
    }
    return page.add(at, envelope, envelope.remaining());
  }

  /** Makes {@link #chunk} the one of this spot; false if it is gone: filed or acked meanwhile. */
  private boolean load(ReadPlan.Spot spot) {
    if (spot.commit() == chunkCommit && spot.chunk() == chunkIndex) {
      return true;
    }
    if (chunk.capacity() == 0) {
      chunk = ByteBuffer.allocateDirect(FIRST_CHUNK);
    }
    int size = get(spot);
    if (size > chunk.capacity()) {
      chunk = ByteBuffer.allocateDirect(size);
      size = get(spot);
    }
    chunkCommit = size < 0 ? -1 : spot.commit();
    chunkIndex = spot.chunk();
    return size >= 0;
  }

  private int get(ReadPlan.Spot spot) {
    return database.get(Table.STATE, Keys.chunk(key, spot.commit(), spot.chunk()), chunk.clear());
  }
}
