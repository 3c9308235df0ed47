package dev.letterlock.loadtest.peer;

import java.util.HashSet;
import java.util.Set;

/** Judges the order in which the numbers 0, 1, 2 … of one flow arrive. One thread. */
final class SequenceCheck {

  /** What an arrival is. */
  enum Verdict {
    /** Never seen, and later than everything seen. */
    NEXT,
    /** Never seen, but something later was. */
    REORDERED,
    /** Seen before. */
    DUPLICATE
  }

  private final Set<Long> skipped = new HashSet<>();
  private long next;
  private long distinct;

  Verdict arrived(long seq) {
    if (seq >= next) {
      for (long missing = next; missing < seq; missing++) {
        skipped.add(missing);
      }
      next = seq + 1;
      distinct++;
      return Verdict.NEXT;
    }
    if (skipped.remove(seq)) {
      distinct++;
      return Verdict.REORDERED;
    }
    return Verdict.DUPLICATE;
  }

  /** How many different numbers have arrived. */
  long distinct() {
    return distinct;
  }
}
