package dev.letterlock.client.messenger.line;

import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.id.Cursor;
import java.util.TreeMap;

/**
 * What is under way to the desk: a server that keeps to the credit of Hello (docs/PROTOCOL.md §3.3)
 * cannot fill this device's memory, one that does not must not. On the event loop.
 */
final class OfferedCredit {

  private final int messages;
  private final int bytes;
  private final TreeMap<Cursor, Integer> underWay = new TreeMap<>();
  private long size;

  /**
   * Nothing is under way.
   *
   * @param messages un-acked Deliver and Gap frames
   * @param bytes of them
   */
  OfferedCredit(int messages, int bytes) {
    this.messages = messages;
    this.bytes = bytes;
  }

  /** A session is over; the next one has the whole credit. */
  void begin() {
    underWay.clear();
    size = 0;
  }

  /** Whether a message is to be taken; one of the same place as another need not be. */
  boolean isNew(Deliver deliver) {
    return isNew(deliver.cursor(), deliver.envelope().length());
  }

  /** Whether a gap is to be taken; it counts as a message without bytes. */
  boolean isNew(Gap gap) {
    return isNew(gap.to(), 0);
  }

  private boolean isNew(Cursor place, int length) {
    boolean fresh = underWay.putIfAbsent(place, length) == null;
    size += fresh ? length : 0;
    return fresh;
  }

  /** Whether more is under way than was offered. */
  boolean isExceeded() {
    return underWay.size() > messages || size > bytes;
  }

  /** Everything up to this place is stored, so there is room again. */
  void acked(Cursor upTo) {
    var stored = underWay.headMap(upTo, true);
    size -= stored.values().stream().mapToLong(length -> length).sum();
    stored.clear();
  }
}
