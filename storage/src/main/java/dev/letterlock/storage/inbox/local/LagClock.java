package dev.letterlock.storage.inbox.local;

/**
 * Tells which commits are so old, in time or in submissions, that what lags since them is due. As
 * exact as an eighth of the lag. The commit thread owns it.
 */
final class LagClock {
  private static final int TICKS = 8;

  private final long[] commits = new long[TICKS];
  private final long tickMicros;
  private final int tickSubmissions;

  private int at;
  private long due;
  private long tickedAt;
  private int submissions;

  LagClock(long lagMicros, int lagSubmissions) {
    tickMicros = Math.max(1, lagMicros / TICKS);
    tickSubmissions = Math.max(1, lagSubmissions / TICKS);
  }

  /** A commit is about to be written. */
  void tick(long now, long commit, int stored) {
    submissions += stored;
    if (micros(now) == 0 || submissions >= tickSubmissions) {
      due = commits[at];
      commits[at] = commit;
      at = (at + 1) % TICKS;
      tickedAt = now;
      submissions = 0;
    }
  }

  /** What lags since this commit or an earlier one is due. */
  long due() {
    return due;
  }

  /** µs until the next tick. A clock that was set back begins anew. */
  long micros(long now) {
    long passed = now - tickedAt;
    return passed < 0 || passed >= tickMicros ? 0 : tickMicros - passed;
  }
}
