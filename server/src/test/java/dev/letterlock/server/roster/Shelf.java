package dev.letterlock.server.roster;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.account.UserRecord;
import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.device.Roster.Member;
import dev.letterlock.storage.device.RosterStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stores in memory: one user, whose list a test replaces. */
final class Shelf implements RosterStore {
  static final UserId USER = new UserId(1, 2);
  static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
  static final LocalDate TODAY = LocalDate.parse("2026-03-31");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  final Map<UserId, dev.letterlock.storage.device.Roster> lists = new ConcurrentHashMap<>();
  volatile boolean away;
  volatile boolean disabled;
  final AtomicInteger reads = new AtomicInteger();
  private volatile @Nullable CountDownLatch gate;

  static Member member(int device, int registration, LocalDate lastSeen) {
    return new Member(device, registration, lastSeen, NOW);
  }

  /** Rosters read from here, with a retention of 30 days. */
  RosterCache cache(Recipients recipients) {
    return new RosterCache(
        new RosterLoader(users(), this, recipients, Duration.ofDays(30), CLOCK),
        100,
        Executors.newVirtualThreadPerTaskExecutor(),
        Announcements.NOBODY,
        new ServerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
  }

  void put(long version, Member... members) {
    lists.put(USER, new dev.letterlock.storage.device.Roster(USER, version, List.of(members)));
  }

  /** Lets the next reader wait after it has read. */
  CountDownLatch hold() {
    CountDownLatch latch = new CountDownLatch(1);
    gate = latch;
    return latch;
  }

  @Override
  public Optional<dev.letterlock.storage.device.Roster> effective(UserId user) {
    Optional<dev.letterlock.storage.device.Roster> found = Optional.ofNullable(lists.get(user));
    reads.incrementAndGet();
    CountDownLatch latch = gate;
    gate = null;
    if (latch != null) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return found;
  }

  UserStore users() {
    return new UserStore() {
      @Override
      public Optional<UserRecord> byId(UserId user) {
        if (away) {
          throw new StoreUnavailableException("away", new AssertionError());
        }
        return user.equals(USER) || lists.containsKey(user)
            ? Optional.of(new UserRecord(user, "name", null, disabled, NOW))
            : Optional.empty();
      }

      @Override
      public CreateResult create(String name, @Nullable String passwordHash) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Optional<UserRecord> byName(String name) {
        throw new UnsupportedOperationException();
      }

      @Override
      public boolean setPasswordHash(UserId user, String passwordHash) {
        throw new UnsupportedOperationException();
      }

      @Override
      public boolean setDisabled(UserId user, boolean off) {
        throw new UnsupportedOperationException();
      }

      @Override
      public List<UserRecord> list(@Nullable UserId after, int limit) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Optional<Integer> nextDeviceId(UserId user) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void skipDeviceIds(int count) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
