package dev.letterlock.loadtest.measure;

/** Shows a person how a run comes along. Used by one thread at a time. */
public interface Progress extends AutoCloseable {

  /** A phase begins; {@code size} steps or seconds are expected. */
  void begin(String phase, long size);

  /** So many steps of the phase are done in all. */
  void done(long steps);

  /** A second of load is over. */
  void second(Second second);

  /** The phase is over. */
  void end();

  @Override
  default void close() {}
}
