package dev.letterlock.loadtest.ledger.device;

import dev.letterlock.protocol.id.DeviceAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells when a server accepts again. Event loops report; one thread waits. */
public final class Acceptances {

  private volatile @Nullable Wish wish;

  /**
   * Waits for the first message accepted after a moment.
   *
   * @param since in {@code nanoTime}
   * @param of only messages of these devices count; empty for all
   * @param seconds how long to wait
   * @return nanoseconds from {@code since} to then, or -1 if none came
   */
  public long awaitFirst(long since, Set<DeviceAddress> of, long seconds)
      throws InterruptedException {
    Wish mine = new Wish(since, of, new CompletableFuture<>());
    wish = mine;
    try {
      return mine.at().get(seconds, TimeUnit.SECONDS) - since;
    } catch (TimeoutException e) {
      return -1;
    } catch (ExecutionException e) {
      throw new IllegalStateException("wish: failed (expected: a time)", e);
    } finally {
      wish = null;
    }
  }

  /** A message of this device was accepted now. */
  void accepted(DeviceAddress sender) {
    Wish current = wish;
    if (current != null && (current.of().isEmpty() || current.of().contains(sender))) {
      long now = System.nanoTime();
      if (now - current.since() > 0) {
        current.at().complete(now);
      }
    }
  }

  private record Wish(long since, Set<DeviceAddress> of, CompletableFuture<Long> at) {}
}
