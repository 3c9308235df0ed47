package dev.letterlock.client.messenger.sending;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The Sends of one session that the server has not answered, by their ref, which counts from 1
 * (docs/PROTOCOL.md §3.5). On the desk.
 */
final class Unanswered {

  private final NavigableMap<Integer, Long> orders = new TreeMap<>();
  private int last;
  private int lastOld;

  /**
   * One Send.
   *
   * @param order of the entry in the outbox
   */
  record Sent(int ref, long order) {}

  /**
   * Notes one that leaves now.
   *
   * @param old whether it left by an earlier session too
   */
  void add(long order, boolean old) {
    orders.put(++last, order);
    lastOld = old ? last : lastOld;
  }

  /** What is answered with these refs, both included; there may be refs of nothing. */
  List<Sent> take(int from, int to) {
    List<Sent> taken = new ArrayList<>();
    if (from > 0 && from <= to) {
      NavigableMap<Integer, Long> answered = orders.subMap(from, true, to, true);
      answered.forEach((ref, order) -> taken.add(new Sent(ref, order)));
      answered.clear();
    }
    return taken;
  }

  /** The session is over; the next one counts anew. */
  List<Long> takeAll() {
    List<Long> all = List.copyOf(orders.values());
    orders.clear();
    last = 0;
    lastOld = 0;
    return all;
  }

  /** All that has left by now counts as old: something among it was refused. */
  void age() {
    lastOld = last;
  }

  /** Whether something old is not answered, and so may come back. */
  boolean hasOld() {
    return !orders.isEmpty() && orders.firstKey() <= lastOld;
  }

  int size() {
    return orders.size();
  }
}
