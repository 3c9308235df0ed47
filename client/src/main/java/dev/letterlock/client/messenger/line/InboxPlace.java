package dev.letterlock.client.messenger.line;

import dev.letterlock.client.AckPolicy;
import dev.letterlock.client.PendingAck;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.StoredPlace;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.id.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * How far this device is in its inbox: what comes next, and what is stored and not yet acked
 * (docs/PROTOCOL.md §3.3 and §3.4). On the desk.
 */
final class InboxPlace {

  /** Some servers take the time for the number of an epoch, in ms since 1970: 139 years of that. */
  private static final long MOST_EPOCHS_AT_ONCE = 1L << 42;

  private final Tools tools;
  private final Audience audience;
  private PendingAck acks = new PendingAck(AckPolicy.USUAL, Cursor.ZERO);
  private Cursor last = Cursor.ZERO;

  InboxPlace(Tools tools, Audience audience) {
    this.tools = tools;
    this.audience = audience;
  }

  /** The last place that is stored. */
  StoredPlace stored() {
    try (Transaction step = tools.begin()) {
      return new Own(step, tools.e1()).place();
    }
  }

  /**
   * A session begins. Returns the last stored place, unless this device has acked a later one: then
   * a newer copy of the profile has what lies between, and the server has no more of it.
   *
   * @param acked of the Welcome
   */
  Cursor begin(Cursor acked) {
    StoredPlace place = stored();
    Cursor stored = place.cursor();
    Cursor reached = stored;
    if (acked.seq() != 0 && acked.compareTo(stored) > 0) {
      leaveOut(stored, acked);
      reached = acked;
    } else if (place.silent() && acked.compareTo(stored) >= 0) {
      settle(stored);
    }
    acks = new PendingAck(AckPolicy.USUAL, reached);
    last = reached.equals(Cursor.ZERO) ? acked : reached;
    return reached;
  }

  /**
   * Whether no honest server can have come that far since the last stored place: once it was
   * stored, nothing that such a server brings would ever be new.
   */
  boolean isOutOfReach(Cursor cursor) {
    return cursor.epoch() - stored().cursor().epoch() > MOST_EPOCHS_AT_ONCE;
  }

  boolean has(Cursor cursor) {
    return cursor.compareTo(acks.stored()) <= 0;
  }

  /**
   * Places come without holes within an epoch, or something was lost on the way. What waited when a
   * new one began comes first, under its old places; to a device that has stored nothing yet, from
   * whatever place on.
   */
  boolean isNext(Cursor cursor) {
    return Long.compareUnsigned(cursor.epoch(), last.epoch()) < 0
        || (cursor.epoch() == last.epoch() && cursor.seq() - last.seq() == 1);
  }

  /**
   * Everything up to this place is stored.
   *
   * @return the ack for what is before it, if that may not share one with it; or null
   */
  @Nullable Ack reach(StoredPlace place) {
    Ack before = acks.isApart(place.silent()) ? acks.take() : null;
    last = place.cursor();
    acks.stored(place.cursor(), place.silent(), System.nanoTime());
    return before;
  }

  /** A Receipt with this mark is stored. */
  void confirm(long mark) {
    acks.receipt(mark, System.nanoTime());
  }

  /** Whether an ack should leave now. */
  boolean ackDue() {
    return acks.due(System.nanoTime());
  }

  /** The ack for everything so far; null if there is nothing new to ack. */
  @Nullable Ack takeAck() {
    return acks.pending() > 0 ? acks.take() : null;
  }

  /** Hello has named this place, silently, and the server goes on from there. */
  private void settle(Cursor stored) {
    try (Transaction step = tools.begin()) {
      new Own(step, tools.e1()).putConfirmedPlace(stored);
      step.commit();
    }
  }

  private void leaveOut(Cursor stored, Cursor acked) {
    try (Transaction step = tools.begin()) {
      new Own(step, tools.e1()).putConfirmedPlace(acked);
      audience.notice(step, Notice.of(Notice.Kind.REMARK, null, missed(stored, acked)));
      step.commit();
    }
  }

  private static String missed(Cursor stored, Cursor acked) {
    long places = acked.seq() - stored.seq();
    String what =
        stored.epoch() != acked.epoch()
            ? "Some messages have"
            : places == 1 ? "One message has" : places + " messages have";
    return what
        + " come to a newer copy of this profile and will not come again; ask those who wrote to"
        + " you lately.";
  }
}
