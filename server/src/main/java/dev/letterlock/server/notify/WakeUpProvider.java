package dev.letterlock.server.notify;

/** Carries wake-ups to devices, by whatever service reaches them. */
public interface WakeUpProvider extends AutoCloseable {
  /**
   * Hands one wake-up over; returns when the service has taken it. Blocking, within a bounded time;
   * many threads may call at once.
   *
   * @throws WakeUpFailedException if it was not taken; trying again later makes sense
   */
  void wake(WakeUp wakeUp) throws WakeUpFailedException, InterruptedException;

  @Override
  void close();
}
