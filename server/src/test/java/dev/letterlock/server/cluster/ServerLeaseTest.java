package dev.letterlock.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.letterlock.storage.LeaseStore.HeldBy;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLeaseTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration LONG = Duration.ofHours(1);
  private static final LeaseTimes RENEWED_NEVER = new LeaseTimes(LONG, LONG);
  private static final LeaseTimes RENEWED_OFTEN = new LeaseTimes(LONG, Duration.ofMillis(20));
  private static final LeaseTimes SHORT =
      new LeaseTimes(Duration.ofSeconds(1), Duration.ofMillis(20));
  private static final ServerName FIRST = new ServerName("first", false);
  private static final ServerName SECOND = new ServerName("second", false);

  @TempDir Path directory;

  private EmbeddedMongo mongo;
  private MongoStores stores;
  private MongoStores later;

  @BeforeEach
  void open() {
    mongo = EmbeddedMongo.open(file());
    stores = stores(CLOCK);
    later = stores(Clock.offset(CLOCK, LONG.plus(LONG)));
  }

  @AfterEach
  void close() {
    later.close();
    stores.close();
    mongo.close();
  }

  @Test
  void refusesASecondServerAndNamesTheFirst() throws Exception {
    try (ServerLease lease = take(FIRST, RENEWED_NEVER)) {
      assertThat(lease.trouble()).isEmpty();
      assertThatThrownBy(() -> take(SECOND, RENEWED_NEVER))
          .isInstanceOfSatisfying(
              LeaseTakenException.class,
              taken -> {
                assertThat(taken.holder()).isEqualTo("first");
                assertThat(taken.expires()).isAfter(CLOCK.instant());
              });
    }
    take(SECOND, RENEWED_NEVER).close();
  }

  @Test
  @SuppressWarnings("resource") // the first did not get the chance to close it
  void letsTheSameServerInAtOnceAfterACrash() throws Exception {
    take(FIRST, RENEWED_NEVER);

    try (ServerLease again = take(FIRST, RENEWED_NEVER)) {
      assertThat(again.trouble()).isEmpty();
    }
  }

  @Test
  void isRenewed() throws Exception {
    try (ServerLease _ = take(FIRST, RENEWED_OFTEN)) {
      Instant first = expires();
      await().until(() -> expires().isAfter(first));
    }
  }

  @Test
  void isLostWhenAnotherServerHasTakenOver() throws Exception {
    try (ServerLease lease = take(FIRST, RENEWED_OFTEN)) {
      takeOver();

      assertThat(lease.lost().toCompletableFuture().join()).isEqualTo("second");
      assertThat(lease.trouble()).contains("held by second");
    }
    assertThat(stores.leases().acquire("server", "third", LONG))
        .as("giving back what is lost takes nothing away")
        .isInstanceOf(HeldBy.class);
  }

  @Test
  void isLostAlsoWhenTheOtherHasGoneAgain() throws Exception {
    try (ServerLease lease = take(FIRST, new LeaseTimes(LONG, Duration.ofSeconds(1)))) {
      takeOver();
      stores.leases().release("server", "second");

      assertThat(lease.lost().toCompletableFuture().join()).isNotBlank();
    }
  }

  @Test
  void outlastsAnOutageOfTheDatabase() throws Exception {
    int port = URI.create(mongo.uri()).getPort();
    try (ServerLease lease = take(FIRST, SHORT)) {
      mongo.close();
      await().until(() -> lease.trouble().isPresent());
      assertThat(lease.trouble()).get().asString().startsWith("not renewed since");

      mongo = EmbeddedMongo.open(file(), port);

      await().atMost(Duration.ofSeconds(30)).until(() -> lease.trouble().isEmpty());
      assertThat(lease.lost().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void belongsToADirectoryOnAMachine() throws Exception {
    ServerName name = ServerName.in(directory);

    assertThat(name.text()).contains(directory.toRealPath().toString());
    assertThat(ServerName.in(directory)).isEqualTo(name);
    assertThat(ServerName.in(Files.createDirectory(directory.resolve("other")))).isNotEqualTo(name);
  }

  private ServerLease take(ServerName name, LeaseTimes times) throws LeaseTakenException {
    return ServerLease.take(stores.leases(), name, times, CLOCK);
  }

  /** As if the first server had been cut off for longer than its lease lives. */
  private void takeOver() {
    later.leases().acquire("server", "second", LONG);
  }

  private Instant expires() {
    HeldBy held = (HeldBy) stores.leases().acquire("server", "nobody", LONG);
    return held.expires();
  }

  private MongoStores stores(Clock clock) {
    MongoConfig config =
        new MongoConfig(mongo.uri(), Duration.ofSeconds(20), Duration.ofSeconds(20), 4);
    return MongoStores.open(config, clock);
  }

  private Path file() {
    return directory.resolve("mongo.mv");
  }
}
