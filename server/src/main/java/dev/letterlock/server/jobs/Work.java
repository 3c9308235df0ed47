package dev.letterlock.server.jobs;

import java.time.Duration;

/**
 * Something done again and again. It must ask the stored records what is due, so that a run that is
 * lost is made up for by the next and one too many is harmless. Runs on a virtual thread, never
 * twice at a time on one node, and may block.
 */
public interface Work {
  /** Lower case with dashes; never changes, since the jobs' database knows it. */
  String name();

  /** At least five seconds. */
  Duration every();

  /**
   * Does all that is due. Whatever it throws is logged and counted; the next run tries again.
   *
   * @throws InterruptedException when the server stops
   */
  void run() throws InterruptedException;
}
