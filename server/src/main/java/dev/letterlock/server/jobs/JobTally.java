package dev.letterlock.server.jobs;

import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts how each kind of work went since the start. Any thread. */
public final class JobTally {
  private static final Logger LOG = LoggerFactory.getLogger(JobTally.class);

  private static final Count NONE = new Count(0, 0, null);

  private final Map<String, Count> counts = new ConcurrentHashMap<>();

  JobTally() {}

  /** How the work of that name went. */
  public Count of(String name) {
    return counts.getOrDefault(name, NONE);
  }

  /** By the name of the work. */
  public Map<String, Count> counts() {
    return Map.copyOf(counts);
  }

  void succeeded(String name) {
    Count now = counts.merge(name, new Count(1, 0, null), (old, one) -> old.success());
    LOG.debug("{} has run {} times", name, now.succeeded());
  }

  /**
   * Logs the first failure of a row, in full unless something that is needed is away, and the
   * others only for who looks closely.
   */
  void failed(String name, Exception failure) {
    String trouble = failure.toString();
    boolean wellBefore = of(name).trouble() == null;
    counts.merge(name, new Count(0, 1, trouble), (old, one) -> old.failure(trouble));
    if (wellBefore && isAway(failure)) {
      LOG.warn("{} failed and is tried again: {}", name, failure.getMessage());
    } else if (wellBefore) {
      LOG.warn("{} failed and is tried again", name, failure);
    } else {
      LOG.debug("{} failed again", name, failure);
    }
  }

  private static boolean isAway(Exception failure) {
    return failure instanceof StoreUnavailableException
        || failure instanceof InboxUnavailableException;
  }

  /**
   * How one kind of work went.
   *
   * @param trouble why the last run failed; null if it did not
   */
  public record Count(long succeeded, long failed, @Nullable String trouble) {
    Count success() {
      return new Count(succeeded + 1, failed, null);
    }

    Count failure(String newTrouble) {
      return new Count(succeeded, failed + 1, newTrouble);
    }
  }
}
