package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page may hold, as the commit thread knew it: the filed part is looked up by the reader, of
 * the young part it is told where each envelope lies.
 *
 * @param start everything up to here is done
 * @param filedEnd last place before the young part
 * @param young the first young places after {@code start}, one after the other
 * @param last the last place given out
 */
record ReadPlan(
    DeviceAddress device, Cursor start, Cursor filedEnd, List<Spot> young, Cursor last) {

  /**
   * Where an envelope lies, or why there is none.
   *
   * @param reason null for an envelope
   */
  record Spot(
      long seq, long commit, int chunk, int offset, int length, Gap.@Nullable Reason reason) {}

  /** Plans a page of at most {@code max} items after {@code after}. Commit thread. */
  static ReadPlan of(DeviceInbox inbox, Cursor after, int max) {
    Cursor start = after.compareTo(inbox.done()) < 0 ? inbox.done() : after;
    long first = inbox.youngFirst();
    Cursor last = new Cursor(inbox.epoch(), inbox.lastSeq());
    long from = first;
    if (start.epoch() == inbox.epoch()) {
      from = Math.max(first, start.seq() + 1);
    }
    int count = Math.clamp(inbox.lastSeq() - from + 1, 0, max);
    List<Spot> spots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      spots.add(spot(inbox.young(), (int) (from + i - first), from + i));
    }
    return new ReadPlan(inbox.device(), start, new Cursor(inbox.epoch(), first - 1), spots, last);
  }

  private static Spot spot(YoungRing ring, int place, long seq) {
    if (!ring.isEnvelope(place)) {
      return new Spot(seq, 0, 0, 0, 0, ring.reason(place));
    }
    Chunk chunk = ring.chunk(place);
    int slot = ring.slot(place);
    return new Spot(
        seq, chunk.commit().number(), chunk.index(), chunk.offset(slot), chunk.length(slot), null);
  }
}
