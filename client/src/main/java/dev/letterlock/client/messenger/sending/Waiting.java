package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Entries of the outbox that wait for a person's word, or for a while. On the desk. */
final class Waiting {

  /** Longer than the outbox pauses, so that others have their turn between. */
  private static final Duration LEAST = Duration.ofSeconds(3);

  private static final Duration MOST = Duration.ofMinutes(1);

  /** No server can put an entry off for longer. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Desk desk;
  private final Audience audience;
  private final Map<Long, Runnable> forWord = new LinkedHashMap<>();
  private final Set<Long> forTime = new HashSet<>();
  private final Set<Long> told = new HashSet<>();
  private final Map<Long, Duration> last = new HashMap<>();

  Waiting(Desk desk, Audience audience) {
    this.desk = desk;
    this.audience = audience;
  }

  /** Until {@link #release}. */
  void forWord(long order, Runnable again) {
    forWord.put(order, again);
  }

  /**
   * For a while, twice as long each time.
   *
   * @param asked how long the server wants it to be at least; zero if it did not say
   */
  void forTime(long order, Duration asked, Runnable again) {
    Duration usual = last.merge(order, LEAST, (before, _) -> shorter(before.multipliedBy(2), MOST));
    forTime.add(order);
    desk.after(
        shorter(asked.compareTo(usual) > 0 ? asked : usual, LONGEST),
        () -> {
          forTime.remove(order);
          again.run();
        });
  }

  /** A person has spoken. */
  void release() {
    List<Runnable> released = List.copyOf(forWord.values());
    told.removeAll(forWord.keySet());
    forWord.clear();
    released.forEach(Runnable::run);
  }

  /** Says why an entry waits, once. */
  void tell(long order, Notice why) {
    if (told.add(order)) {
      audience.notice(why);
    }
  }

  /** An entry is done. */
  void forget(long order) {
    told.remove(order);
    last.remove(order);
  }

  boolean isEmpty() {
    return forWord.isEmpty() && forTime.isEmpty();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
