package dev.letterlock.storage;

import java.time.Duration;
import java.time.Instant;

/**
 * Named leases in the shared database: at most one holder at a time, and a fencing number that
 * rises with every change of the holder. Times are the caller's clock, so the nodes' clocks must
 * agree within a fraction of the duration. Blocking; refuses event loops.
 */
public interface LeaseStore {
  /**
   * Takes the lease if it is free, has run out, or is the holder's already (then it is prolonged
   * and keeps its fence).
   *
   * @param holder a name to show to whoever is refused; unique per process
   * @throws StoreUnavailableException if the database is away
   */
  Attempt acquire(String name, String holder, Duration duration);

  /**
   * Gives the lease back; does nothing if the holder has lost it.
   *
   * @throws StoreUnavailableException if the database is away
   */
  void release(String name, String holder);

  /** What came of {@link #acquire}. */
  sealed interface Attempt {}

  /**
   * The caller holds the lease until {@code expires}.
   *
   * @param fence rises by one whenever the lease goes to another holder
   */
  record Acquired(long fence, Instant expires) implements Attempt {}

  /** Somebody else holds it. */
  record HeldBy(String holder, Instant expires) implements Attempt {}
}
