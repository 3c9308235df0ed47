package dev.letterlock.client.messenger.sending;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the server has accepted lately and might still lose with its disk (docs/PROTOCOL.md §3.6).
 * On the desk.
 */
final class AcceptedSends {

  private final Map<Long, Long> times = new LinkedHashMap<>();

  /** Notes an entry of the outbox, accepted at a time in milliseconds. */
  public void add(long order, long acceptedAt) {
    times.put(order, acceptedAt);
  }

  /** Takes out those that must go again: accepted at {@code since} or later. */
  List<Long> takeSince(long since) {
    List<Long> again = new ArrayList<>();
    times.forEach((order, at) -> {
      if (at >= since) {
        again.add(order);
      }
    });
    again.forEach(times::remove);
    return again;
  }

  /** Takes out those that nobody will ask for again: accepted before {@code since}. */
  List<Long> takeBefore(long since) {
    List<Long> old = new ArrayList<>();
    times.forEach((order, at) -> {
      if (at < since) {
        old.add(order);
      }
    });
    old.forEach(times::remove);
    return old;
  }
}
