package dev.letterlock.storage.inbox.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.MoveProgress;
import dev.letterlock.storage.MoveRecord;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.inbox.Answer;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxClient;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptRecord;
import dev.letterlock.storage.inbox.local.InboxConfig;
import dev.letterlock.storage.inbox.local.LocalInboxEngine;
import dev.letterlock.storage.inbox.local.LocalInboxSource;
import dev.letterlock.storage.inbox.redis.RedisConfig;
import dev.letterlock.storage.inbox.redis.RedisInboxEngine;
import dev.letterlock.storage.inbox.redis.RedisInboxSink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a directory to a Redis: what devices find afterwards is what they would have found. */
abstract class InboxMoveContract {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final DeviceAddress BOB = new DeviceAddress(new UserId(-2, 2), 1);
  private static final DeviceAddress BOB_TABLET = new DeviceAddress(new UserId(-2, 2), 2);
  private static final MoveRecord MOVE = new MoveRecord("m1", "here", Instant.EPOCH, false);

  @TempDir Path directory;

  private final InboxSettings settings = InboxSettings.usual();
  private InboxEngine engine;
  private InboxClient client;

  /** Where it moves to. */
  abstract RedisConfig target(InboxSettings with);

  /** How many envelopes the engine there, open since the move, says that wait. */
  abstract void requireWaiting(InboxEngine there, long envelopes);

  @BeforeEach
  void openSource() {
    engine = LocalInboxEngine.open(config());
    client = new InboxClient(engine);
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @Test
  void takesWhatWaitsInOrderAndBeginsANewEpoch() {
    send(1, 40, BOB);
    client.ack(BOB, new Cursor(1, 7));
    engine.close();
    openSource();
    InboxClient.await(engine.renew(BOB, new Cursor(5, 0)));
    send(41, 50, BOB, BOB_TABLET);
    List<String> before = client.readAll(BOB, Cursor.ZERO);
    List<String> tablet = client.readAll(BOB_TABLET, Cursor.ZERO);

    moveAll();

    assertThat(client.open(BOB).epoch()).isGreaterThan(1_000_000_000_000L);
    requireWaiting(engine, 0);
    assertThat(newEpochLast(BOB)).isEqualTo(before);
    assertThat(newEpochLast(BOB_TABLET)).isEqualTo(tablet);
    assertThat(client.open(BOB).acked()).isEqualTo(new Cursor(1, 7));
    Cursor end = client.open(BOB).last();
    assertThat(client.sendOne(Letter.to(ALICE, 99, BOB)).outcome()).isEqualTo(Outcome.STORED);
    assertThat(client.readAll(BOB, end)).containsExactly(new Cursor(end.epoch(), 1) + " text 99");
    requireWaiting(engine, 33 + 10 + 10 + 1);
    assertThat(client.ack(BOB, client.open(BOB).last())).isTrue();
    assertThat(client.readAll(BOB, Cursor.ZERO)).isEmpty();
  }

  @Test
  void takesHowFarAnInboxHasAged() {
    send(1, 6, BOB);
    client.ack(BOB, new Cursor(1, 1));
    engine.trimAged(BOB, new Cursor(1, 3));
    List<String> before = client.readAll(BOB, Cursor.ZERO);

    moveAll();

    assertThat(client.open(BOB).agedUpTo()).isEqualTo(new Cursor(1, 3));
    assertThat(client.open(BOB).acked()).isEqualTo(new Cursor(1, 1));
    assertThat(before).hasSize(3);
    assertThat(newEpochLast(BOB)).isEqualTo(before);
    client.sendOne(Letter.to(ALICE, 7, BOB_TABLET));
    requireWaiting(engine, 5 + 1); // aged ones too
  }

  @Test
  void takesGapsAndWhatMayStillBeReplaced() {
    long now = settings.clock().micros();
    client.send(
        Letter.to(ALICE, 1, BOB).collapsing(5),
        Letter.to(ALICE, 2, BOB),
        Letter.to(ALICE, 3, BOB).collapsing(5),
        Letter.to(ALICE, 4, BOB).expiring(now + 1_000_000),
        Letter.to(ALICE, 5, BOB).expiring(now + 9_000_000));
    settings.clock().pass(Duration.ofSeconds(2));
    assertThat(engine.expire(settings.clock().instant(), 10)).isOne();
    List<String> before = client.readAll(BOB, Cursor.ZERO);

    moveAll();

    assertThat(before).hasSize(5);
    assertThat(newEpochLast(BOB)).isEqualTo(before);
    client.sendOne(Letter.to(ALICE, 6, BOB).collapsing(5));
    assertThat(client.readAll(BOB, Cursor.ZERO)).contains("1:3..1:3 COLLAPSED");
    settings.clock().pass(Duration.ofSeconds(9));
    assertThat(engine.expire(settings.clock().instant(), 10)).isOne();
    assertThat(client.pending(ALICE, 0, 10).receipts())
        .extracting(PendingReceipt::kind)
        .containsOnly(Receipt.Kind.EXPIRED);
    assertThat(engine.agedInboxes(settings.clock().instant(), 10))
        .extracting(each -> each.device())
        .containsExactly(BOB);
  }

  @Test
  void answersWhatWasAcceptedBeforeAsItWas() {
    List<Answer> before = new ArrayList<>();
    for (long id = 1; id <= 600; id++) {
      before.add(client.sendOne(Letter.to(ALICE, id, BOB)));
    }
    client.ack(BOB, client.open(BOB).last());

    moveAll();

    for (long id = 89; id <= 600; id++) {
      Answer again = client.sendOne(Letter.to(ALICE, id, BOB));
      assertThat(again.outcome()).as("%d", id).isEqualTo(Outcome.ALREADY_STORED);
      assertThat(again.time()).isEqualTo(before.get((int) id - 1).time());
    }
    assertThat(client.lookUp(Letter.to(ALICE, 88, BOB)).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(client.sendOne(Letter.to(ALICE, 600, BOB).saying("other")).outcome())
        .isEqualTo(Outcome.CONFLICT);
    Answer next = client.sendOne(Letter.to(ALICE, 601, BOB));
    assertThat(next.time()).isGreaterThan(before.getLast().time());
    assertThat(client.lookUp(Letter.to(ALICE, 89, BOB)).outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(client.lookUp(Letter.to(ALICE, 90, BOB)).outcome())
        .isEqualTo(Outcome.ALREADY_STORED);
  }

  @Test
  void remembersWhichDevicesWereFull() {
    engine.close();
    engine =
        LocalInboxEngine.open(
            new InboxConfig(directory, Durability.SYNC, 1, settings.retention(), settings.clock()));
    client = new InboxClient(engine);
    client.sendOne(Letter.to(ALICE, 1, BOB));
    Answer partly = client.sendOne(Letter.to(ALICE, 2, BOB, BOB_TABLET));
    assertThat(partly.full()).containsExactly(BOB);

    moveAll();

    assertThat(client.sendOne(Letter.to(ALICE, 2, BOB, BOB_TABLET)).full()).containsExactly(BOB);
  }

  @Test
  void takesReceiptsAndWhoHasThem() {
    client.report(Receipt.Kind.DELIVERED, BOB, BOB.user(), ALICE, 70);
    client.report(Receipt.Kind.DELIVERED, ALICE, ALICE.user(), BOB, 80);
    engine.receiptLogDrained(engine.receiptLog(10));
    long mark = client.report(Receipt.Kind.READ, BOB, BOB.user(), ALICE, 60);
    client.confirm(BOB, client.pending(BOB, 0, 10).receipts().getFirst().mark());
    List<PendingReceipt> before = client.pending(ALICE, 0, 10).receipts();
    List<ReceiptRecord> undrained = engine.receiptLog(10);

    moveAll();

    assertThat(before).hasSize(2);
    assertThat(client.pending(ALICE, 0, 10).receipts()).isEqualTo(before);
    assertThat(client.pending(BOB, 0, 10).receipts()).isEmpty();
    assertThat(client.pending(BOB_TABLET, 0, 10).receipts()).hasSize(1);
    assertThat(engine.receiptLog(10)).isEqualTo(undrained).hasSize(1);
    assertThat(client.report(Receipt.Kind.READ, BOB, BOB.user(), ALICE, 60)).isZero();
    assertThat(client.report(Receipt.Kind.READ, BOB, BOB.user(), ALICE, 65)).isGreaterThan(mark);
  }

  @Test
  void takesAnInboxWhoseDeviceClaimedTheHighestEpoch() {
    send(1, 3, BOB);
    InboxClient.await(engine.renew(BOB, new Cursor(Cursor.LIMIT - 1, 1)));
    send(4, 6, BOB);

    moveAll();

    assertThat(client.readAll(BOB, Cursor.ZERO))
        .filteredOn(line -> line.contains("text"))
        .extracting(line -> line.replaceFirst(".* text ", ""))
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(client.open(BOB).epoch()).isLessThan(Cursor.LIMIT);
  }

  @Test
  void goesOnWhereItWasCutShortAnywhere() {
    Map<DeviceAddress, List<String>> before = new LinkedHashMap<>();
    for (int user = 1; user <= 20; user++) {
      DeviceAddress device = new DeviceAddress(new UserId(user * 7919L, user), user);
      send(100L * user + 1, 100L * user + user, device);
      client.report(Receipt.Kind.DELIVERED, ALICE, ALICE.user(), device, user);
      before.put(device, client.readAll(device, Cursor.ZERO));
    }
    engine.close();
    AtomicInteger left = new AtomicInteger();
    MoveProgress cut =
        (_, _, _) -> {
          if (left.getAndDecrement() == 0) {
            throw new StoreUnavailableException("cut short", new IllegalStateException());
          }
        };
    begin();
    int tries = 0;
    boolean done = false;
    while (!done) {
      left.set(tries++ % 7);
      done = move(cut);
    }
    finish();

    openTarget();
    assertThat(tries).isGreaterThan(8);
    before.forEach((device, lines) -> {
      assertThat(newEpochLast(device)).isEqualTo(lines);
      assertThat(client.pending(device, 0, 10).receipts()).hasSize(1);
    });
    client.sendOne(Letter.to(ALICE, 99_999, BOB));
    requireWaiting(engine, 20 * 21 / 2 + 1);
  }

  @Test
  void writesInNoRedisThatNobodyMovesInto() {
    send(1, 3, BOB);
    engine.close();

    assertThatThrownBy(() -> move((_, _, _) -> {})).isInstanceOf(StoreUnavailableException.class);
    begin();
    assertThat(move((_, _, _) -> {})).isTrue();
    finish();

    try (LocalInboxSource source = LocalInboxSource.open(config());
        RedisInboxSink sink = openSink()) {
      assertThatThrownBy(
              () -> sink.take("m1", source.inbox(BOB), visitor -> source.envelopes(BOB, visitor)))
          .isInstanceOf(StoreUnavailableException.class);
    }
    openTarget();
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(4);
  }

  @Test
  void saysWhetherAnybodyHasSomethingThere() {
    try (RedisInboxSink sink = openSink()) {
      assertThat(sink.moves().holdsData()).isFalse();
      assertThat(sink.moves().find()).isNull();
    }
    send(1, 3, BOB);
    moveAll();
    try (RedisInboxSink sink = openSink()) {
      assertThat(sink.moves().holdsData()).isTrue();
      assertThat(sink.moves().find()).isEqualTo(new MoveRecord("m1", "here", Instant.EPOCH, true));
    }
  }

  @Test
  void saysWhetherAnythingWaitsAndChangesNothing() {
    assertThat(isEmpty()).isTrue();
    client.send(Letter.to(ALICE, 1, BOB), Letter.to(ALICE, 3, BOB_TABLET));
    assertThat(isEmpty()).isFalse();
    client.ack(BOB, client.open(BOB).last());
    assertThat(isEmpty()).as("one that was filed waits").isFalse();
    client.ack(BOB_TABLET, client.open(BOB_TABLET).last());
    assertThat(isEmpty()).isTrue();
  }

  private boolean isEmpty() {
    engine.close();
    try (LocalInboxSource source = LocalInboxSource.open(config())) {
      return source.isEmpty();
    } finally {
      openSource();
    }
  }

  private void moveAll() {
    engine.close();
    begin();
    assertThat(move((_, _, _) -> {})).isTrue();
    finish();
    openTarget();
  }

  private void openTarget() {
    engine = RedisInboxEngine.open(target(settings));
    client = new InboxClient(engine);
  }

  private RedisInboxSink openSink() {
    return RedisInboxSink.open(target(settings).link());
  }

  private void begin() {
    try (RedisInboxSink sink = openSink()) {
      sink.moves().begin(MOVE);
    }
  }

  private void finish() {
    try (RedisInboxSink sink = openSink()) {
      sink.moves().finish(MOVE.id());
    }
  }

  /** One run; false if it was cut short. */
  private boolean move(MoveProgress progress) {
    try (LocalInboxSource source = LocalInboxSource.open(config());
        RedisInboxSink sink = openSink()) {
      new InboxMove(source, sink, MOVE.id()).run(progress);
      return true;
    } catch (StoreUnavailableException e) {
      if (!"cut short".equals(e.getMessage())) {
        throw e;
      }
      return false;
    }
  }

  /** What a device is sent, without the new epoch that comes last. */
  private List<String> newEpochLast(DeviceAddress device) {
    List<String> lines = client.readAll(device, Cursor.ZERO);
    assertThat(lines.getLast()).endsWith(":0 NEW_EPOCH");
    return lines.subList(0, lines.size() - 1);
  }

  private void send(long from, long to, DeviceAddress... devices) {
    for (long id = from; id <= to; id++) {
      assertThat(client.sendOne(Letter.to(ALICE, id, devices)).outcome()).isEqualTo(Outcome.STORED);
    }
  }

  private InboxConfig config() {
    return new InboxConfig(
        directory, Durability.SYNC, settings.inboxLimit(), settings.retention(), settings.clock());
  }
}
