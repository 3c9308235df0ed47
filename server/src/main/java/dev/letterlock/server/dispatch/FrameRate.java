package dev.letterlock.server.dispatch;

/**
 * Counts the frames of one connection within the running second: the limit of the frame path, which
 * is a plain number since only the connection's event loop touches it.
 */
final class FrameRate {
  /** Frames that one connection may send in a second. */
  static final int MAX_PER_SECOND = 20_000;

  private int second;
  private int frames;

  /**
   * Charges one frame.
   *
   * @param tick seconds since the loop began
   * @return false when the second's frames are used up
   */
  boolean charge(int tick) {
    if (tick != second) {
      second = tick;
      frames = 0;
    }
    return ++frames <= MAX_PER_SECOND;
  }
}
