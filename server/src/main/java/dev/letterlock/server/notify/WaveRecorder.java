package dev.letterlock.server.notify;

import java.time.Instant;

/** Keeps waves where they survive a restart, and has them sent. */
public interface WaveRecorder {
  /**
   * Returns when the wave is kept. It is sent at {@code due}, or at once if that is past; after a
   * restart a few seconds later. The same id again changes nothing. Blocking.
   *
   * @throws WaveNotRecordedException while it cannot be kept; trying again is harmless
   */
  void record(WakeUpWave wave, Instant due);
}
