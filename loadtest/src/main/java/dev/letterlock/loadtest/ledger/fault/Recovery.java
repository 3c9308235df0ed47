package dev.letterlock.loadtest.ledger.fault;

/** Sees when what a fault harmed is well again. */
@FunctionalInterface
public interface Recovery {

  /**
   * Waits for it.
   *
   * @param seconds how long, from now on
   * @return nanoseconds from the end of the fault to then, or -1 if it did not come
   */
  long await(long seconds) throws InterruptedException;
}
