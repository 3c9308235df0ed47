package dev.letterlock.storage;

import java.time.Duration;

/**
 * Buckets of tokens that fill by themselves, one at a time (the generic cell rate algorithm, ITU-T
 * I.371). A full bucket is forgotten. Refuses event loops where it blocks.
 */
public interface TokenBuckets {
  /**
   * Takes one token.
   *
   * @param name of the bucket, any text
   * @param burst how many it holds, 1 or more
   * @param interval how long one takes to come back, 1 ms or more
   * @return 0 when there was one, else the milliseconds after which one is back
   * @throws StoreUnavailableException if the store is away; one may have been taken
   */
  long take(String name, int burst, Duration interval);
}
