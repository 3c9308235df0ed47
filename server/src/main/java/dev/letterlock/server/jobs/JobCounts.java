package dev.letterlock.server.jobs;

import org.jobrunr.storage.JobStats;

/** Jobs in the database by JobRunr's state; those that succeeded stay for ten minutes. */
public record JobCounts(
    long scheduled, long enqueued, long processing, long failed, long succeeded) {
  static final JobCounts NONE = new JobCounts(0, 0, 0, 0, 0);

  static JobCounts of(JobStats stats) {
    return new JobCounts(
        stats.getScheduled(),
        stats.getEnqueued(),
        stats.getProcessing(),
        stats.getFailed(),
        stats.getSucceeded());
  }
}
