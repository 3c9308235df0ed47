package dev.letterlock.server.cluster.bus;

import dev.letterlock.server.cluster.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that Redis has not confirmed yet, said again until it does: hearing one twice is
 * harmless. Thread-safe.
 */
final class Unsaid implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Unsaid.class);
  private static final Duration GRACE_AT_CLOSE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(10);

  private final Function<Notice, CompletionStage<?>> way;
  private final Set<Notice> waiting = ConcurrentHashMap.newKeySet();
  private final Set<Notice> failed = ConcurrentHashMap.newKeySet();

  Unsaid(Function<Notice, CompletionStage<?>> way) {
    this.way = way;
  }

  void say(Notice notice) {
    waiting.add(notice);
    way.apply(notice)
        .whenComplete((id, fault) -> {
          if (fault == null) {
            waiting.remove(notice);
          } else {
            failed.add(notice);
          }
        });
  }

  /** Those that failed. */
  void sayAgain() {
    for (Notice notice : List.copyOf(failed)) {
      failed.remove(notice);
      say(notice);
    }
  }

  /** Gives what is under way a moment. */
  @Override
  public void close() {
    long end = System.nanoTime() + GRACE_AT_CLOSE.toNanos();
    while (!waiting.isEmpty() && failed.isEmpty() && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    if (!waiting.isEmpty()) {
      LOG.warn("{} changes were not told to the other nodes", waiting.size());
    }
  }
}
