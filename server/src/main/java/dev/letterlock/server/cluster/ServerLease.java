package dev.letterlock.server.cluster;

import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.LeaseStore.Acquired;
import dev.letterlock.storage.LeaseStore.HeldBy;
import dev.letterlock.storage.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to serve from what others can reach too (docs/OPERATIONS.md, "One server, or many"),
 * renewed by a virtual thread of its own. While the database is away the server goes on, as nobody
 * else can take the lease there either; once another server has held it, it is lost for good.
 */
public final class ServerLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLease.class);
  private static final String NAME = "server";
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final LeaseStore leases;
  private final ServerName name;
  private final LeaseTimes times;
  private final InstantSource clock;
  private final long fence;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final Thread renewing;
  private volatile Instant expires;

  private ServerLease(
      LeaseStore leases, ServerName name, LeaseTimes times, InstantSource clock, Acquired first) {
    this.leases = leases;
    this.name = name;
    this.times = times;
    this.clock = clock;
    this.fence = first.fence();
    this.expires = first.expires();
    this.renewing = Thread.ofVirtual().name("letterlock-lease").unstarted(this::keep);
  }

  /**
   * Takes the lease and keeps it until closed.
   *
   * @param clock the same as that of the store
   * @throws LeaseTakenException if another server has it
   * @throws StoreUnavailableException if the database is away
   */
  public static ServerLease take(
      LeaseStore leases, ServerName name, LeaseTimes times, InstantSource clock)
      throws LeaseTakenException {
    return switch (leases.acquire(NAME, name.text(), times.life())) {
      case HeldBy other -> throw new LeaseTakenException(other);
      case Acquired first -> {
        ServerLease lease = new ServerLease(leases, name, times, clock, first);
        lease.renewing.start();
        yield lease;
      }
    };
  }

  /** Completes, with the name of the other, when another server has held the lease meanwhile. */
  public CompletionStage<String> lost() {
    return lost.minimalCompletionStage();
  }

  /** Why this server may not be the one, for readiness; empty when it is. */
  public Optional<String> trouble() {
    if (lost.isDone()) {
      return Optional.of("held by " + lost.join());
    }
    return clock.instant().isBefore(expires)
        ? Optional.empty()
        : Optional.of("not renewed since " + expires.minus(times.life()));
  }

  /** Gives the lease back. What others hold too, or cannot be given back, runs out by itself. */
  @Override
  public void close() {
    closing.countDown();
    try {
      renewing.join(CLOSING);
      if (!name.shared()) {
        leases.release(NAME, name.text());
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (StoreUnavailableException away) {
      LOG.debug("the lease runs out by itself", away);
    }
  }

  private void keep() {
    try {
      while (!lost.isDone() && !closing.await(times.renewal().toMillis(), TimeUnit.MILLISECONDS)) {
        renew();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    try {
      switch (leases.acquire(NAME, name.text(), times.life())) {
        case Acquired renewed when renewed.fence() == fence -> expires = renewed.expires();
        case Acquired _ -> lose("a server that has stopped since");
        case HeldBy other -> lose(other.holder());
      }
    } catch (RuntimeException away) {
      LOG.debug("the lease could not be renewed", away);
    }
  }

  private void lose(String other) {
    LOG.error("another server has taken over this database: {}", other);
    lost.complete(other);
  }
}
