package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.KeyCount;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.jobs.work.AgeInboxesJob;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.local.InboxConfig;
import dev.letterlock.storage.inbox.local.LocalInboxEngine;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * MongoDB goes away and comes back while clients send: what needs no look at it flows on, the rest
 * is told to come again and leaves nothing behind, and nobody has to restart anything.
 */
class MongoAwayIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final int MEANWHILE = 50;

  @TempDir Path folder;

  private SharedMongo mongo;
  private RunningServer server;
  private Pair pair;

  @BeforeEach
  void startEverything() throws Exception {
    mongo = new SharedMongo(folder);
    server = startServer();
    pair = new Pair(server);
  }

  @AfterEach
  void endEverything() {
    pair.close();
    server.close();
    mongo.close();
  }

  @Test
  void messagesOfUsersWhoAreKnownFlowOn() throws Exception {
    WireClient alice = pair.open(pair.alice());
    WireClient bob = pair.open(pair.bob());
    Pair.accepted(alice, pair.message(1));
    acknowledge(bob, 1);

    mongo.kill();
    for (int n = 2; n <= MEANWHILE; n++) {
      Pair.accepted(alice, pair.message(n).withRef(n));
      acknowledge(bob, n);
    }

    assertThat(server.readiness()).contains("\"ready\":false", "\"name\":\"mongo\"");
    mongo.startAgain();
    awaitMongo();
    Pair.accepted(alice, pair.message(MEANWHILE + 1).withRef(MEANWHILE + 1));
    acknowledge(bob, MEANWHILE + 1);
    untilReadiness(answer -> answer.contains("\"ready\":true"));
  }

  @Test
  void otherSendsAreToldToComeAgainAndLeaveNothingBehind() throws Exception {
    LoadUser carol = server.users(1, 1).getFirst();
    WireClient alice = pair.open(pair.alice());
    OutgoingSend toCarol = Messages.numbered(pair.alice(), carol, 5);

    mongo.kill();
    alice.send(toCarol);

    Failure failure = alice.next(Failure.class);
    assertThat(failure.error()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure.firstRef()).isEqualTo(1);
    assertThat(failure.retryAfterMillis()).isPositive();
    assertThat(lookUp(carol)).contains("\"code\":\"unavailable\"");
    alice.send(new ClaimPreKeys(RequestId.of(UUID.randomUUID()), pair.bob().id(), List.of()));
    assertUnavailable(alice.next(Failure.class), FrameType.CLAIM_PRE_KEYS);
    alice.send(new KeyCount());
    assertUnavailable(alice.next(Failure.class), FrameType.KEY_COUNT);
    mongo.startAgain();
    awaitMongo();
    resubmit(alice, toCarol);
    assertThat(pair.inboxOf(carol)).containsExactly(5L);
  }

  @Test
  void aDeviceWhoseNextEntryIsInMongoWaitsForItAndOneUnknownIsSentAway() throws Exception {
    LoadUser carol = server.users(1, 1).getFirst();
    WireClient alice = pair.open(pair.alice());
    Pair.accepted(alice, pair.message(1));
    Pair.accepted(alice, pair.message(2).withRef(2));
    pair.close();
    server.close();
    moveInboxesToMongo();
    server = startServer();
    Pair again = new Pair(server, pair);
    alice = again.open(pair.alice());
    Pair.accepted(alice, pair.message(3));

    mongo.kill();
    WireClient bob = again.open(pair.bob());

    Failure failure = bob.next(Failure.class);
    assertUnavailable(failure, FrameType.HELLO);
    WireClient unknown = again.connect();
    unknown.hello(Pair.device(carol), Cursor.ZERO);
    assertThat(unknown.closeCode()).isEqualTo(CloseCode.UNAVAILABLE.code());
    Pair.accepted(alice, pair.message(4).withRef(2));
    mongo.startAgain();
    for (long n = 1; n <= 4; n++) {
      assertThat(Messages.numberOf(bob.next(Deliver.class).envelope())).isEqualTo(n);
    }
    again.close();
  }

  private static void assertUnavailable(Failure failure, FrameType about) {
    assertThat(failure.error()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(failure.aboutType()).isEqualTo(about.code());
    assertThat(failure.retryAfterMillis()).isPositive();
  }

  private RunningServer startServer() throws Exception {
    Path uri = Files.writeString(folder.resolve("uri"), mongo.uri());
    return new RunningServer(data(), Map.of("MONGODB_URI_FILE", uri.toString()));
  }

  /** What the job does in time. */
  private void moveInboxesToMongo() throws Exception {
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    InboxConfig config =
        new InboxConfig(data().resolve("inbox"), Durability.SYNC, 100, RETENTION, clock);
    try (LocalInboxEngine engine = LocalInboxEngine.open(config);
        MongoStores stores = MongoStores.open(MongoConfig.of(mongo.uri()), clock)) {
      DeviceAddress anybody = new DeviceAddress(new UserId(1, 1), 1);
      new InboxClient(engine).sendOne(Letter.to(anybody, 1, anybody)); // files what is older
      new AgeInboxesJob(engine, stores.agedInboxes(), Duration.ZERO, RETENTION, clock).run();
      assertThat(engine.open(Pair.device(pair.bob()).address()).toCompletableFuture().join())
          .matches(state -> state.agedUpTo().seq() == 2, "both are in Mongo");
    }
  }

  private static void acknowledge(WireClient reader, long number) throws InterruptedException {
    Deliver deliver = reader.next(Deliver.class);
    assertThat(Messages.numberOf(deliver.envelope())).isEqualTo(number);
    reader.send(new Ack(deliver.cursor(), 0));
  }

  /** Sends the same bytes until they are accepted, as a client does. */
  private static void resubmit(WireClient sender, OutgoingSend send) throws InterruptedException {
    for (int ref = 2; ; ref++) {
      sender.send(send.withRef(ref));
      ServerFrame answer = Pair.answer(sender);
      if (answer instanceof Accepted) {
        return;
      }
      assertThat(answer)
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> assertThat(failure.error()).isEqualTo(ErrorCode.UNAVAILABLE));
    }
  }

  private void awaitMongo() {
    untilReadiness(answer -> !answer.contains("\"name\":\"mongo\""));
  }

  /** The jobs' own threads fail when their database is killed, as they may. */
  private void untilReadiness(Predicate<String> hoped) {
    await("readiness")
        .dontCatchUncaughtExceptions()
        .atMost(PATIENCE)
        .until(() -> hoped.test(server.readiness()));
  }

  private String lookUp(LoadUser user) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(server.url().resolve("/v1/users/" + user.name()))
                  .header("Authorization", "Bearer " + Pair.device(pair.alice()).token())
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private Path data() {
    return folder.resolve("data");
  }
}
