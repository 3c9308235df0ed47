package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.Answer;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptMark;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A session that was displaced changes nothing; what the others say brings who is to be told. */
class RedisFencesTest {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final DeviceAddress ALICE_TABLET = new DeviceAddress(new UserId(1, 1), 2);
  private static final DeviceAddress ALICE_PHONE = new DeviceAddress(new UserId(1, 1), 3);
  private static final DeviceAddress BOB = new DeviceAddress(new UserId(2, 2), 1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long ONE = 1;
  private static final long TWO = 2;

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  private RedisInboxEngine engine;
  private InboxClient client;

  @BeforeEach
  void open() {
    open(REDIS.config(InboxSettings.usual()));
  }

  private void open(RedisConfig config) {
    engine = RedisInboxEngine.open(config);
    client = new InboxClient(engine);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /** What became of an ack with a receipt of Bob's for Alice. */
  private record Told(boolean displaced, long mark, long previous, List<Long> nodes) {}

  @Test
  void ignoresADisplacedSession() {
    Answer sent = client.sendOne(Letter.to(ALICE, 1, BOB));
    long mark = client.report(Receipt.Kind.DELIVERED, ALICE, ALICE.user(), BOB, 5);
    long old = attach(BOB, ONE);
    long current = attach(BOB, TWO);

    assertThat(ack(old, sent, mark, ALICE_TABLET)).isEqualTo(new Told(true, 0, 0, List.of(0L)));
    assertThat(client.open(BOB).acked().seq()).isZero();
    assertThat(client.open(BOB).confirmedReceiptMark()).isZero();
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(1);
    assertThat(client.pending(ALICE, 0, 10).receipts()).isEmpty();

    assertThat(ack(current, sent, mark).displaced()).isFalse();
    assertThat(client.open(BOB).acked()).isEqualTo(sent.places().getFirst());
    assertThat(client.open(BOB).confirmedReceiptMark()).isEqualTo(mark);
    assertThat(client.pending(ALICE, 0, 10).receipts())
        .extracting(PendingReceipt::upTo)
        .containsExactly(sent.time());
  }

  @Test
  void goesOnWithWhatComesAfterADisplacedSession() {
    Answer sent = client.sendOne(Letter.to(ALICE, 1, BOB));
    long old = attach(BOB, ONE);
    attach(BOB, ONE);
    List<Boolean> displaced =
        client.submit(batch -> {
          AckEntry first = entry(batch, old, sent, 0, ALICE_TABLET, ALICE_PHONE);
          AckEntry second = entry(batch, 0, sent, 0, ALICE_TABLET);
          return () -> List.of(first.displaced(), second.displaced());
        });
    assertThat(displaced).containsExactly(true, false);
    assertThat(client.open(BOB).acked()).isEqualTo(sent.places().getFirst());
  }

  @Test
  void obeysASessionWhoseFenceWasLost() {
    Answer sent = client.sendOne(Letter.to(ALICE, 1, BOB));
    long fence = attach(BOB, ONE);
    assertThat(ack(fence + 1, sent, 0).displaced()).isFalse();
    assertThat(client.open(BOB).acked()).isEqualTo(sent.places().getFirst());
  }

  @Test
  void dropsWhatADisplacedSessionSaidDuringAFault() throws IOException, InterruptedException {
    engine.close();
    open(REDIS.impatient(InboxSettings.usual(), 0));
    List<UserId> told = new CopyOnWriteArrayList<>();
    engine.receiptListener((user, _) -> told.add(user));
    Answer toBob = client.sendOne(Letter.to(ALICE, 1, BOB));
    Answer toAlice = client.sendOne(Letter.to(BOB, 1, ALICE));
    long old = attach(BOB, ONE);
    long current = attach(BOB, TWO);
    long alice = attach(ALICE, ONE);
    REDIS.signal("STOP");
    client.submit(batch -> {
      entry(batch, old, toBob, 0);
      AckEntry other = batch.addAck();
      other.begin(ALICE, "ack");
      other.fence(alice);
      other.upTo(toAlice.places().getFirst().epoch(), toAlice.places().getFirst().seq());
      return () -> other;
    });
    REDIS.signal("CONT");
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> client.open(ALICE).acked().equals(toAlice.places().getFirst()));
    assertThat(client.open(BOB).acked().seq()).isZero();
    assertThat(client.pending(ALICE, 0, 10).receipts()).isEmpty();
    assertThat(told).isEmpty();
    assertThat(ack(current, toBob, 0).displaced()).isFalse();
  }

  @Test
  void namesTheNodesOfThoseWhoAreToBeTold() {
    Answer sent = client.sendOne(Letter.to(ALICE, 1, BOB));
    attach(ALICE, ONE);
    attach(ALICE_TABLET, TWO);
    Told first = ack(0, sent, 0, ALICE_TABLET, ALICE_PHONE, ALICE);
    assertThat(first.nodes()).containsExactly(TWO, 0L, ONE);
    Told again = ack(0, sent, 0, ALICE_TABLET);
    assertThat(again).as("known before").isEqualTo(new Told(false, 0, 0, List.of(0L)));
    assertThat(REDIS.say("KEYS *i")).as("states: none of a stranger").isEqualTo("*3");
  }

  @Test
  void namesTheChangeBeforeEachChange() {
    Told first = ack(0, client.sendOne(Letter.to(ALICE, 1, BOB)), 0);
    Told second = ack(0, client.sendOne(Letter.to(ALICE, 2, BOB)), 0);
    assertThat(first.previous()).isZero();
    assertThat(second.previous()).isEqualTo(first.mark());
    Answer third = client.sendOne(Letter.to(ALICE, 3, BOB));
    List<Long> chain =
        client.submit(batch -> {
          AckEntry one = entry(batch, 0, third, 0);
          ReceiptMark read = one.addReceipt();
          between(read);
          read.reached(Receipt.Kind.READ, 1);
          return () -> List.of(one.receipt(0).previous(), one.receipt(0).mark(), read.previous());
        });
    assertThat(chain.getFirst()).isEqualTo(second.mark());
    assertThat(chain.get(2)).isEqualTo(chain.get(1));
  }

  private long attach(DeviceAddress device, long node) {
    return InboxClient.await(engine.routes().attach(device, node)).fence();
  }

  private Told ack(long fence, Answer sent, long confirmed, DeviceAddress... watchers) {
    return client.submit(batch -> {
      AckEntry entry = entry(batch, fence, sent, confirmed, watchers);
      ReceiptMark receipt = entry.receipt(0);
      return () ->
          new Told(
              entry.displaced(),
              receipt.mark(),
              receipt.previous(),
              IntStream.range(0, receipt.watcherCount()).mapToObj(receipt::watcherNode).toList());
    });
  }

  /** Bob has everything up to that message of Alice's, and receipts up to the mark. */
  private static AckEntry entry(
      InboxBatch batch, long fence, Answer sent, long confirmed, DeviceAddress... watchers) {
    AckEntry entry = batch.addAck();
    entry.begin(BOB, "ack");
    entry.fence(fence);
    entry.upTo(sent.places().getFirst().epoch(), sent.places().getFirst().seq());
    entry.confirmReceipts(confirmed);
    ReceiptMark receipt = entry.addReceipt();
    between(receipt);
    receipt.reached(Receipt.Kind.DELIVERED, sent.time());
    List.of(watchers).forEach(receipt::watch);
    return entry;
  }

  private static void between(ReceiptMark receipt) {
    receipt.between(Letter.CONVERSATION.high(), Letter.CONVERSATION.low(), BOB.user(), ALICE);
    receipt.attach("receipt");
  }
}
