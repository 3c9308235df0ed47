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
  public long take() {
    if (!unanswered.isEmpty()) {
      return unanswered.removeFirst();
    }
    if (!keys.isEmpty()) {
      return keys.remove();
    }
    return repeated.isEmpty() ? rest.removeFirst() : repeated.remove();
  }
}
