package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Answer;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.PendingReceipt;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis refuses, hangs or forgets; the engine says so, promises nothing, and goes on by itself. */
class RedisFaultsTest {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final DeviceAddress BOB = new DeviceAddress(new UserId(2, 2), 1);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  private RedisInboxEngine engine;
  private InboxClient client;

  @BeforeEach
  void open() {
    engine = RedisInboxEngine.open(REDIS.impatient(InboxSettings.usual(), 0));
    client = new InboxClient(engine);
  }

  @AfterEach
  void close() {
    engine.close();
    REDIS.say("CONFIG SET maxmemory 0");
  }

  @Test
  void storesNothingWhileMemoryIsFull() {
    client.sendOne(Letter.to(ALICE, 1, BOB));
    REDIS.say("CONFIG SET maxmemory 1");
    assertThat(client.sendOne(Letter.to(ALICE, 2, BOB)).outcome()).isEqualTo(Outcome.UNAVAILABLE);
    assertThat(engine.health().trouble()).contains("OOM");
    REDIS.say("CONFIG SET maxmemory 0");
    awaitHealth();
    assertThat(client.sendOne(Letter.to(ALICE, 2, BOB)).outcome()).isEqualTo(Outcome.STORED);
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(2);
  }

  @Test
  void loadsItsScriptsAgain() {
    REDIS.say("SCRIPT FLUSH");
    client.sendOne(Letter.to(ALICE, 1, BOB));
    awaitHealth();
    client.sendOne(Letter.to(ALICE, 1, BOB));
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(1);
  }

  @Test
  void beginsAnEpochWhenEverythingIsForgotten() {
    Cursor before = client.sendOne(Letter.to(ALICE, 1, BOB)).places().getFirst();
    REDIS.say("FLUSHALL");
    await()
        .atMost(PATIENCE)
        .until(() -> client.sendOne(Letter.to(ALICE, 2, BOB)).outcome() == Outcome.STORED);
    assertThat(client.open(BOB).epoch()).isGreaterThan(before.epoch());
  }

  @Test
  void doublesNothingThatHungAndWasSentAgain() throws IOException, InterruptedException {
    Cursor first = client.sendOne(Letter.to(ALICE, 1, BOB)).places().getFirst();
    REDIS.signal("STOP");
    Letter second = Letter.to(ALICE, 2, BOB);
    assertThat(client.sendOne(second).outcome()).isEqualTo(Outcome.UNAVAILABLE);
    assertThat(engine.health().trouble()).isEqualTo("Redis: does not answer");
    REDIS.signal("CONT");
    awaitHealth();
    assertThat(client.sendOne(second).outcome()).isIn(Outcome.STORED, Outcome.ALREADY_STORED);
    assertThat(client.readAll(BOB, Cursor.ZERO))
        .containsExactly(first + " text 1", first.epoch() + ":2 text 2");
  }

  @Test
  void losesNoAckToAFault() throws IOException, InterruptedException {
    List<UserId> told = new CopyOnWriteArrayList<>();
    engine.receiptListener((user, _) -> told.add(user));
    Answer answer = client.sendOne(Letter.to(ALICE, 1, BOB));
    REDIS.signal("STOP");
    client.ack(BOB, answer.places().getFirst());
    assertThat(client.report(Receipt.Kind.DELIVERED, BOB, BOB.user(), ALICE, answer.time()))
        .isZero();
    REDIS.signal("CONT");
    await("nobody submits anything").atMost(PATIENCE).until(() -> !told.isEmpty());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(client.open(BOB).acked()).isEqualTo(answer.places().getFirst()));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(client.pending(ALICE, 0, 10).receipts())
                .extracting(PendingReceipt::upTo)
                .containsExactly(answer.time()));
    assertThat(told).containsExactly(ALICE.user());
  }

  private void awaitHealth() {
    await().atMost(PATIENCE).until(() -> engine.health().storing());
  }
}
