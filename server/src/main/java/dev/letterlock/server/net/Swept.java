package dev.letterlock.server.net;

/** Something with deadlines, looked at about once a second by the {@link Sweep} of its loop. */
public interface Swept {

  /**
   * Looks at what is due. Runs on the event loop.
   *
   * @param tick seconds since the loop began
   * @return false when it need not be looked at again
   */
  boolean sweep(int tick);
}
