package dev.letterlock.storage.inbox.local;

import java.time.Duration;

/**
 * Sizes that make the engine fast and small, not right.
 *
 * @param youngBytes live bytes in the journal above which the oldest are filed
 * @param youngSubmissions submissions in the journal above which the oldest are filed
 * @param youngAge age above which what waits is filed
 * @param checkpointSubmissions submissions after which windows and states are recorded
 * @param writeBehind how long an ack may wait for its record
 */
record Tuning(
    long youngBytes,
    int youngSubmissions,
    Duration youngAge,
    int checkpointSubmissions,
    Duration writeBehind) {

  static final Tuning USUAL =
      new Tuning(8L << 20, 1 << 15, Duration.ofMinutes(10), 1 << 14, Duration.ofMillis(100));
}
