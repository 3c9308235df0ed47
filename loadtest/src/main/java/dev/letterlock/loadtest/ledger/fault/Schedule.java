package dev.letterlock.loadtest.ledger.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * An endless row of faults, the same for the same seed: all kinds in random order, then all again
 * in another. One thread.
 */
public final class Schedule {

  private static final int LEAST_PAUSE = 200;
  private static final int LONGEST_PAUSE = 1_500;
  private static final int LEAST_LENGTH = 100;
  private static final int LONGEST_LENGTH = 2_500;

  private final Random random;
  private final List<FaultKind> kinds;
  private final Deque<FaultKind> round = new ArrayDeque<>();

  /**
   * Prepares a row.
   *
   * @param kinds at least one
   */
  public Schedule(long seed, List<FaultKind> kinds) {
    this.random = new Random(seed);
    this.kinds = List.copyOf(kinds);
  }

  /** The next fault. */
  public Fault next() {
    if (round.isEmpty()) {
      List<FaultKind> shuffled = new ArrayList<>(kinds);
      Collections.shuffle(shuffled, random);
      round.addAll(shuffled);
    }
    return new Fault(
        round.remove(),
        random.nextInt(LEAST_PAUSE, LONGEST_PAUSE),
        random.nextInt(LEAST_LENGTH, LONGEST_LENGTH),
        random.nextLong());
  }
}
