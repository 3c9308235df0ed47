package dev.letterlock.server.jobs;

import dev.letterlock.server.notify.WakeUpWave;

/** What is done with a wave of wake-ups when it is due; repeating it is harmless. */
public interface WaveWork {
  /**
   * Runs on a virtual thread and may block; after an exception the wave comes again.
   *
   * @throws InterruptedException when the server stops
   */
  void run(WakeUpWave wave) throws InterruptedException;
}
