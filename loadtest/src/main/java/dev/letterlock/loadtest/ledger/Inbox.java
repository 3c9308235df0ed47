package dev.letterlock.loadtest.ledger;

import dev.letterlock.loadtest.ledger.Entry.Arrived;
import dev.letterlock.loadtest.ledger.Entry.Skipped;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows the order of one inbox, place by place. One thread. */
final class Inbox {

  private static final int NEW_EPOCH = 5;

  private final Map<DeviceAddress, Latest> lastOfSender = new HashMap<>();
  private Cursor last = Cursor.ZERO;

  /** Of the messages of one sender the one with the latest time. */
  private record Latest(long time, long answer) {

    /** Whether both were accepted, and it was the other one later. */
    boolean isOvertakenBy(long other) {
      return answer != Letter.NEVER && other > answer;
    }
  }

  /**
   * What is wrong with the order of this arrival; null if nothing is. Messages of one sender follow
   * each other by their times, or as they were accepted: one that reached its recipients before its
   * successors and was accepted after them reaches the sender's own devices last.
   *
   * @param answer number of the answer to its sender, or {@link Letter#NEVER}
   */
  @Nullable String brings(Arrived arrived, long answer) {
    Cursor place = arrived.place();
    String wrong = follows(place) ? null : place + " came after " + last;
    if (place.compareTo(last) > 0) {
      last = place;
    }
    Latest before = lastOfSender.getOrDefault(arrived.sender(), new Latest(0, Letter.NEVER));
    if (Long.compareUnsigned(arrived.time(), before.time()) > 0) {
      lastOfSender.put(arrived.sender(), new Latest(arrived.time(), answer));
    } else if (wrong == null && !before.isOvertakenBy(answer)) {
      wrong =
          "%s, accepted at %d, came after one of %d"
              .formatted(arrived.id(), arrived.time(), before.time());
    }
    return wrong;
  }

  /** What is wrong with the order of this gap; null if nothing is. */
  @Nullable String skips(Skipped skipped) {
    boolean right =
        skipped.reason() == NEW_EPOCH
            ? skipped.to().compareTo(last) >= 0
            : follows(skipped.from()) && skipped.to().compareTo(skipped.from()) >= 0;
    String wrong =
        right ? null : "a gap from " + skipped.from() + " to " + skipped.to() + " after " + last;
    if (skipped.to().compareTo(last) > 0) {
      last = skipped.to();
    }
    return wrong;
  }

  /** Places count from 1, and an inbox begins with any epoch. */
  private boolean follows(Cursor place) {
    return place.seq() == last.seq() + 1
        && (place.epoch() == last.epoch() || last.equals(Cursor.ZERO));
  }
}
