package dev.letterlock.client.messenger.sending;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Entries of the outbox in the order in which they are to leave: what is unanswered, keys that
 * others wait for, what has to go once more after a new epoch, then the rest (docs/PROTOCOL.md
 * §3.5, §3.6); each in the order in which it was written. On the desk.
 */
final class Lineup {

  private final Deque<Long> keys = new ArrayDeque<>();
  private final NavigableSet<Long> unanswered = new TreeSet<>();
  private final Deque<Long> repeated = new ArrayDeque<>();
  private final NavigableSet<Long> rest = new TreeSet<>();

  /**
   * An entry whose turn it is.
   *
   * @param unanswered whether it left by a connection that is gone
   * @param back puts it where it stood
   */
  record Taken(long order, boolean unanswered, Runnable back) {}

  public void add(long order) {
    rest.add(order);
  }

  /** These go before all that is new. */
  void addKeys(List<Long> orders) {
    keys.addAll(orders);
  }

  /** These left by a connection that is gone. */
  void addUnanswered(Collection<Long> orders) {
    unanswered.addAll(orders);
  }

  /** These were answered, which the server may have forgotten. */
  void addRepeated(List<Long> orders) {
    repeated.addAll(orders);
  }

  boolean hasUnanswered() {
    return !unanswered.isEmpty();
  }

  public boolean isEmpty() {
    return keys.isEmpty() && unanswered.isEmpty() && repeated.isEmpty() && rest.isEmpty();
  }

  /** The next one; there is one. */
  public Taken take() {
    if (!unanswered.isEmpty()) {
      long order = unanswered.removeFirst();
      return new Taken(order, true, () -> unanswered.add(order));
    }
    if (!keys.isEmpty()) {
      long order = keys.remove();
      return new Taken(order, false, () -> keys.addFirst(order));
    }
    if (!repeated.isEmpty()) {
      long order = repeated.remove();
      return new Taken(order, false, () -> repeated.addFirst(order));
    }
    long order = rest.removeFirst();
    return new Taken(order, false, () -> rest.add(order));
  }
}
