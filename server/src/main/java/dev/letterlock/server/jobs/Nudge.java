package dev.letterlock.server.jobs;

import java.time.Duration;
import java.util.UUID;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.storage.StorageProvider;

/**
 * Makes JobRunr look for work now instead of at its next poll. JobRunr fetches work whenever a
 * worker becomes idle, so this plays a worker that does. That is no published interface of JobRunr:
 * its version is pinned and a test holds it to this.
 */
final class Nudge {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LAST_PAUSE = Duration.ofMillis(128);

  private final BackgroundJobServer server;
  private final StorageProvider storage;
  private final Duration pollInterval;

  Nudge(BackgroundJobServer server, StorageProvider storage, Duration pollInterval) {
    this.server = server;
    this.storage = storage;
    this.pollInterval = pollInterval;
  }

  /**
   * Repeats until the job no longer waits, since a look that is under way may have missed it; after
   * a poll interval JobRunr finds it by itself. Blocking.
   *
   * @throws RuntimeException if the job or the database is gone
   */
  void until(UUID job) throws InterruptedException {
    long end = System.nanoTime() + pollInterval.toNanos();
    for (Duration pause = FIRST_PAUSE; System.nanoTime() - end < 0; pause = longer(pause)) {
      if (!server.isNotReadyToProcessJobs()) {
        server.getJobSteward().notifyThreadOccupied();
        server.getJobSteward().notifyThreadIdle();
      }
      if (!storage.getJobById(job).hasState(StateName.ENQUEUED)) {
        return;
      }
      Thread.sleep(pause);
    }
  }

  private static Duration longer(Duration pause) {
    return pause.compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
  }
}
