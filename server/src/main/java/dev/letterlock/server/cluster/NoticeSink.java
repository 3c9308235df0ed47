package dev.letterlock.server.cluster;

/** Acts on what other nodes announced. */
public interface NoticeSink {

  /** Another node, or this one, announced this. Returns when it is in force here; may block. */
  void heard(Notice notice);

  /** Announcements may have been missed: nothing that is remembered counts any more. May block. */
  void missedSome();
}
