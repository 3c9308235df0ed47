package dev.letterlock.storage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.UserId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why a place may be empty: expired, collapsed, aged, forgotten, a new epoch. */
public abstract class InboxGapContract extends EngineUnderTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  final void leavesAGapWhereAnEnvelopeExpired() {
    send(1, 2);
    client.send(expiring(3), expiring(4));
    send(5, 5);
    settings.clock().pass(MINUTE.multipliedBy(2));
    assertThat(engine.expire(settings.clock().instant(), 100)).isEqualTo(2);
    assertThat(engine.expire(settings.clock().instant(), 100)).isZero();

    long e = client.open(BOB).epoch();
    List<String> expected =
        List.of(e + ":1 text 1", e + ":2 text 2", e + ":3.." + e + ":4 EXPIRED", e + ":5 text 5");
    assertThat(client.readAll(BOB, Cursor.ZERO)).isEqualTo(expected);
    restart();
    assertThat(client.readAll(BOB, Cursor.ZERO)).isEqualTo(expected);
  }

  @Test
  final void neverShowsAnExpiredEnvelopeThoughNothingSweptIt() {
    client.send(expiring(1));
    settings.clock().pass(MINUTE.multipliedBy(2));
    long e = client.open(BOB).epoch();
    assertThat(client.readAll(BOB, Cursor.ZERO)).containsExactly(e + ":1.." + e + ":1 EXPIRED");
    assertThat(client.pending(ALICE, 0, 10).receipts())
        .singleElement()
        .extracting(PendingReceipt::kind)
        .isEqualTo(Receipt.Kind.EXPIRED);
  }

  @Test
  final void endsWithAGapIfTheLastEnvelopeExpired() {
    send(1, 1);
    client.send(expiring(2));
    settings.clock().pass(MINUTE.multipliedBy(2));
    engine.expire(settings.clock().instant(), 100);
    Cursor first = new Cursor(client.open(BOB).epoch(), 1);
    client.ack(BOB, first);
    assertThat(client.readAll(BOB, first)).hasSize(1);
    assertThat(client.ack(BOB, client.open(BOB).last())).isTrue();
    assertThat(client.readAll(BOB, Cursor.ZERO)).isEmpty();
    send(3, 3);
    assertThat(client.readAll(BOB, Cursor.ZERO)).containsExactly(first.epoch() + ":3 text 3");
  }

  @Test
  final void tellsTheSenderWhatExpired() {
    Answer answer = client.sendOne(expiring(1));
    settings.clock().pass(MINUTE.multipliedBy(2));
    engine.expire(settings.clock().instant(), 100);
    restart();
    PendingReceipt receipt = client.pending(ALICE_TABLET, 0, 10).receipts().getFirst();
    assertThat(receipt.kind()).isEqualTo(Receipt.Kind.EXPIRED);
    assertThat(receipt.reader()).isEqualTo(BOB.user());
    assertThat(receipt.senderDevice()).isEqualTo(ALICE.device());
    assertThat(receipt.upTo()).isEqualTo(answer.time());
  }

  @Test
  final void tellsTheListenerOfWhatExpired() {
    List<UserId> told = new java.util.concurrent.CopyOnWriteArrayList<>();
    engine.receiptListener((sender, _) -> told.add(sender));
    client.send(expiring(1));
    settings.clock().pass(MINUTE.multipliedBy(2));
    engine.expire(settings.clock().instant(), 100);
    assertThat(told).containsExactly(ALICE.user());
  }

  @Test
  final void claimsNoExpiryOfWhatAnotherDeviceHad() {
    Answer answer = client.sendOne(expiring(1));
    client.report(Receipt.Kind.DELIVERED, BOB_TABLET, BOB.user(), ALICE, answer.time());
    settings.clock().pass(MINUTE.multipliedBy(2));
    engine.expire(settings.clock().instant(), 100);
    assertThat(client.pending(ALICE, 0, 10).receipts())
        .extracting(PendingReceipt::kind)
        .containsExactly(Receipt.Kind.DELIVERED);
  }

  @Test
  final void givesTheRoomOfExpiredEnvelopesBack() {
    restartWith(settings.withLimit(1));
    client.send(expiring(1));
    assertThat(client.sendOne(Letter.to(ALICE, 2, BOB)).outcome()).isEqualTo(Outcome.INBOX_FULL);
    settings.clock().pass(MINUTE.multipliedBy(2));
    engine.expire(settings.clock().instant(), 100);
    assertThat(client.sendOne(Letter.to(ALICE, 2, BOB)).outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  final void keepsOnlyTheNewestOfACollapseTag() {
    send(1, 1);
    client.sendOne(Letter.to(ALICE, 2, BOB).collapsing(5));
    client.send(
        Letter.to(ALICE, 3, BOB).collapsing(6), Letter.to(ALICE_TABLET, 4, BOB).collapsing(5));
    restart();
    client.send(Letter.to(ALICE, 5, BOB).collapsing(6), Letter.to(BOB_TABLET, 6, BOB));
    long e = client.open(BOB).epoch();
    assertThat(client.readAll(BOB, Cursor.ZERO))
        .containsExactly(
            e + ":1 text 1",
            e + ":2.." + e + ":3 COLLAPSED",
            e + ":4 text 4",
            e + ":5 text 5",
            e + ":6 text 6");
  }

  @Test
  final void collapsesWithinOneBatch() {
    client.send(
        Letter.to(ALICE, 1, BOB).collapsing(5),
        Letter.to(ALICE, 2, BOB).collapsing(5),
        Letter.to(ALICE, 3, BOB).collapsing(5));
    long e = client.open(BOB).epoch();
    assertThat(client.readAll(BOB, Cursor.ZERO))
        .containsExactly(e + ":1.." + e + ":2 COLLAPSED", e + ":3 text 3");
  }

  @Test
  final void leavesAckedEnvelopesOutOfCollapsing() {
    client.sendOne(Letter.to(ALICE, 1, BOB).collapsing(5));
    Cursor last = client.open(BOB).last();
    client.ack(BOB, last);
    client.sendOne(Letter.to(ALICE, 2, BOB).collapsing(5));
    assertThat(client.readAll(BOB, Cursor.ZERO)).containsExactly(last.epoch() + ":2 text 2");
  }

  @Test
  final void beginsANewEpochForAForgottenDevice() {
    send(1, 3);
    long before = client.open(BOB).epoch();
    engine.forget(BOB);
    InboxState state = client.open(BOB);
    assertThat(state.epoch()).isGreaterThan(before);
    assertThat(client.readAll(BOB, state.acked())).isEmpty();
    restart();
    send(4, 4);
    assertThat(client.readAll(BOB, Cursor.ZERO)).containsExactly(state.epoch() + ":1 text 4");
    assertThat(client.ack(BOB, new Cursor(before, 99))).isTrue();
  }

  @Test
  final void beginsANewEpochAboveWhatADeviceRemembers() {
    send(1, 2);
    long before = client.open(BOB).epoch();
    InboxState state = InboxClient.await(engine.renew(BOB, new Cursor(before, 7)));
    assertThat(state.epoch()).isEqualTo(before + 1);
    send(3, 3);
    List<String> expected =
        List.of(
            before + ":1 text 1",
            before + ":2 text 2",
            before + ":2.." + state.epoch() + ":0 NEW_EPOCH",
            state.epoch() + ":1 text 3");
    assertThat(client.readAll(BOB, Cursor.ZERO)).isEqualTo(expected);
    restart();
    assertThat(client.readAll(BOB, Cursor.ZERO)).isEqualTo(expected);
    assertThat(client.readAll(BOB, new Cursor(before, 7)))
        .containsExactly(
            before + ":7.." + state.epoch() + ":0 NEW_EPOCH", state.epoch() + ":1 text 3");
    client.ack(BOB, new Cursor(before, 1));
    assertThat(client.readAll(BOB, Cursor.ZERO)).isEqualTo(expected.subList(1, 4));
  }

  @Test
  final void keepsTheEpochOfADeviceThatRemembersNothingUnknown() {
    send(1, 2);
    Cursor last = client.open(BOB).last();
    assertThat(InboxClient.await(engine.renew(BOB, last)).last()).isEqualTo(last);
  }

  @Test
  final void hidesWhatHasAged() {
    send(1, 4);
    Cursor second = new Cursor(client.open(BOB).epoch(), 2);
    engine.trimAged(BOB, second);
    assertThat(client.open(BOB).agedUpTo()).isEqualTo(second);
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(2);
    restart();
    assertThat(client.open(BOB).agedUpTo()).isEqualTo(second);
    assertThat(client.open(BOB).acked().seq()).isZero();
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(2);
    assertThat(client.ack(BOB, new Cursor(second.epoch(), 1))).isTrue();
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(2);
  }

  private Letter expiring(long id) {
    return Letter.to(ALICE, id, BOB).expiring(settings.clock().micros() + 60_000_000);
  }
}
