package dev.letterlock.storage.inbox.redis.link;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * What one script may change at once: on one primary everything, in a Redis Cluster one partition.
 * The marker says which generation is in force there, the counter how many envelopes wait.
 */
public final class Domain {
  /** As many as there are hash tags of users; what lies in a partition never leaves its slot. */
  public static final int PARTITIONS = 1024;

  private static final Domain[] DOMAINS =
      IntStream.range(0, PARTITIONS).mapToObj(Domain::make).toArray(Domain[]::new);

  /** The domain of everything has the keys of the first. */
  static final Domain WHOLE = DOMAINS[0];

  private final byte[] marker;
  private final byte[] counter;

  private Domain(byte[] marker, byte[] counter) {
    this.marker = marker;
    this.counter = counter;
  }

  static Domain of(int partition) {
    return DOMAINS[partition];
  }

  /** Not to be changed. */
  byte[] marker() {
    return marker;
  }

  /** Not to be changed. */
  byte[] counter() {
    return counter;
  }

  private static Domain make(int partition) {
    return new Domain(key(partition, 'm'), key(partition, 'n'));
  }

  private static byte[] key(int partition, char suffix) {
    return ("ll{" + partition + "}" + suffix).getBytes(StandardCharsets.US_ASCII);
  }
}
