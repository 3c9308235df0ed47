package dev.letterlock.storage.inbox.local;

import java.time.Duration;

/**
 * Sizes that make the engine fast and small, not right.
 *
 * @param youngBytes live bytes in the journal above which the oldest are filed
 * @param youngSubmissions submissions in the journal above which the oldest are filed
 * @param youngAge age above which what waits is filed
 * @param lag how long the record of an inbox, a send window or a receipt may lag behind the journal
 * @param lagSubmissions how many submissions it may lag behind
 * @param writeBehind how long an ack may wait for a commit that it can travel with
 * @param pace how long after the beginning of a commit the next one may begin
 */
record Tuning(
    long youngBytes,
    int youngSubmissions,
    Duration youngAge,
    Duration lag,
    int lagSubmissions,
    Duration writeBehind,
    Duration pace) {

  static final Tuning USUAL =
      new Tuning(
          8L << 20,
          1 << 15,
          Duration.ofMinutes(10),
          Duration.ofSeconds(1),
          1 << 14,
          Duration.ofMillis(100),
          Duration.ofMillis(1));
}
