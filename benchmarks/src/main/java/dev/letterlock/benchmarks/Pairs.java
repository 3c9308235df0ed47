package dev.letterlock.benchmarks;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Who waits for whom. Safe for any thread. */
final class Pairs {

  private final ConcurrentMap<Integer, RelaySession> waiting = new ConcurrentHashMap<>();

  /** The second one of a number meets the first. */
  void join(int number, RelaySession session) {
    RelaySession first = waiting.putIfAbsent(number, session);
    if (first != null) {
      waiting.remove(number);
      first.pairedWith(session);
      session.pairedWith(first);
    }
  }
}
