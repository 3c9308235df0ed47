package dev.letterlock.client.messenger.line;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many frames that no credit limits wait for the desk: a server that sends faster than this
 * device can look must not fill its memory. Safe for any thread.
 */
final class FrameBacklog {

  /**
   * Far above what answers to 256 Sends and the receipts of a long absence amount to, at 64 marks
   * in a frame; at most 12 MiB.
   */
  static final int MOST = 4096;

  private final AtomicInteger waiting = new AtomicInteger();

  /** One more waits; returns false, and it does not, if too many do. */
  boolean add() {
    if (waiting.incrementAndGet() <= MOST) {
      return true;
    }
    waiting.decrementAndGet();
    return false;
  }

  /** One has been looked at. */
  void taken() {
    waiting.decrementAndGet();
  }
}
