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

  private final Map<DeviceAddress, Long> lastOfSender = new HashMap<>();
  private Cursor last = Cursor.ZERO;

  /** What is wrong with the order of this arrival; null if nothing is. */
  @Nullable String brings(Arrived arrived) {
    Cursor place = arrived.place();
    String wrong = follows(place) ? null : place + " came after " + last;
    if (place.compareTo(last) > 0) {
      last = place;
    }
    long before = lastOfSender.getOrDefault(arrived.sender(), 0L);
    if (Long.compareUnsigned(arrived.time(), before) > 0) {
      lastOfSender.put(arrived.sender(), arrived.time());
    } else if (wrong == null) {
      wrong = arrived.id() + ", accepted at " + arrived.time() + ", came after one of " + before;
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
