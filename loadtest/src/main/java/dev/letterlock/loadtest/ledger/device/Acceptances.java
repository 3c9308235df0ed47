package dev.letterlock.loadtest.ledger.device;

import dev.letterlock.protocol.id.DeviceAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells when servers accept again. Event loops report; one thread watches. */
public final class Acceptances {

  private volatile @Nullable Watch watch;

  /**
   * Begins to watch for the first message accepted from now on, in place of an earlier watch.
   *
   * @param of only messages of these devices count; empty for all
   */
  public Watch watch(Set<DeviceAddress> of) {
    return begin(new Watch(of, false));
  }

  /** The same for the moment when each of these devices has had a message accepted. */
  public Watch watchEach(Set<DeviceAddress> of) {
    return begin(new Watch(of, true));
  }

  private Watch begin(Watch begun) {
    watch = begun;
    return begun;
  }

  /** A message of this device was accepted now. */
  void accepted(DeviceAddress sender) {
    Watch current = watch;
    if (current != null) {
      current.accepted(sender);
    }
  }

  /** Sees the first message that is accepted after it began, or the first of each device. */
  public static final class Watch {

    private final long since = System.nanoTime();
    private final Set<DeviceAddress> of;
    private final boolean each;
    private final Set<DeviceAddress> seen = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Long> after = new CompletableFuture<>();

    Watch(Set<DeviceAddress> of, boolean each) {
      this.of = of;
      this.each = each;
    }

    /**
     * Waits for that message.
     *
     * @param seconds how long, from now on
     * @return nanoseconds from the beginning of the watch to then, or -1 if none came
     */
    public long await(long seconds) throws InterruptedException {
      try {
        return after.get(seconds, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        return -1;
      } catch (ExecutionException e) {
        throw new IllegalStateException("watch: failed (expected: a time)", e);
      }
    }

    private void accepted(DeviceAddress sender) {
      if (of.isEmpty() || (of.contains(sender) && isEnough(sender))) {
        after.complete(System.nanoTime() - since);
      }
    }

    private boolean isEnough(DeviceAddress sender) {
      return !each || (seen.add(sender) && seen.size() == of.size());
    }
  }
}
