package dev.letterlock.storage;

/** Learns how long the database took. Called on the driver's threads, which must not be held up. */
@FunctionalInterface
public interface OperationTimes {
  /** Lets nobody learn. */
  OperationTimes UNHEARD = (_, _, _) -> {};

  /**
   * The database has answered, or the answer did not come.
   *
   * @param operation name of the database's command, one of a few dozen
   * @param nanos from the command sent to its answer
   */
  void took(String operation, long nanos, boolean succeeded);
}
