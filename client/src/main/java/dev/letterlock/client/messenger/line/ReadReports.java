package dev.letterlock.client.messenger.line;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * When the server is told what was read: after a random wait, and of all that was read in it at
 * once, so that the time of a receipt says little about that of reading (docs/E2EE.md R6). On the
 * desk.
 */
public final class ReadReports {

  private final BiConsumer<Duration, Runnable> later;
  private final RandomGenerator random;
  private final Duration mostWait;
  private final Runnable report;
  private boolean planned;

  /**
   * @param later does something on the desk after a time
   * @param mostWait the longest wait, its end included
   * @param report tells the server everything that it is owed
   */
  public ReadReports(
      BiConsumer<Duration, Runnable> later,
      RandomGenerator random,
      Duration mostWait,
      Runnable report) {
    this.later = later;
    this.random = random;
    this.mostWait = mostWait;
    this.report = report;
  }

  /** Something has been read. */
  public void soon() {
    if (!planned) {
      planned = true;
      long wait = random.nextLong(mostWait.toMillis() + 1);
      later.accept(
          Duration.ofMillis(wait),
          () -> {
            planned = false;
            report.run();
          });
    }
  }
}
