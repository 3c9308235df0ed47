package dev.letterlock.server.cluster;

/** Tells the other nodes of what changed on this one. Any thread, never blocks. */
@FunctionalInterface
public interface Announcements {

  /** Nobody else is there. */
  Announcements NOBODY = _ -> {};

  /**
   * Every other node will know within 2 s, or after a failure of Redis as soon as it can be reached
   * again.
   */
  void announce(Notice notice);
}
