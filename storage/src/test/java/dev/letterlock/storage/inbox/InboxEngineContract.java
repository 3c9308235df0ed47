package dev.letterlock.storage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.Cursor;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every inbox engine keeps: order, durability over a restart, idempotency, bounds
 * (docs/PROTOCOL.md §3). Gaps and receipts have contracts of their own.
 */
public abstract class InboxEngineContract extends EngineUnderTest {

  @Test
  final void readsBackInOrderWhatWasStored() {
    List<Answer> answers =
        client.send(Letter.to(ALICE, 1, BOB), Letter.to(ALICE, 2, BOB), Letter.to(ALICE, 3, BOB));

    long epoch = client.open(BOB).epoch();
    assertThat(answers).extracting(Answer::outcome).containsOnly(Outcome.STORED);
    assertThat(answers).flatExtracting(Answer::nodes).as("nobody is connected").containsOnly(0L);
    assertThat(answers)
        .flatExtracting(Answer::places)
        .containsExactly(new Cursor(epoch, 1), new Cursor(epoch, 2), new Cursor(epoch, 3));
    assertThat(client.readAll(BOB, Cursor.ZERO))
        .containsExactly(epoch + ":1 text 1", epoch + ":2 text 2", epoch + ":3 text 3");
  }

  @Test
  final void keepsEverythingOverARestart() {
    client.send(Letter.to(ALICE, 1, BOB), Letter.to(ALICE, 2, BOB));
    List<String> before = client.readAll(BOB, Cursor.ZERO);
    restart();
    assertThat(client.readAll(BOB, Cursor.ZERO)).isEqualTo(before).hasSize(2);

    Cursor third = client.sendOne(Letter.to(ALICE, 3, BOB)).places().getFirst();
    assertThat(third).isEqualTo(new Cursor(client.open(BOB).epoch(), 3));
  }

  @Test
  final void putsTheAnsweredTimeIntoTheEnvelope() {
    Answer answer = client.sendOne(Letter.to(ALICE, 1, BOB));
    InboxPage page = InboxClient.await(engine.read(BOB, Cursor.ZERO, 10, 1 << 20));
    StoredEnvelope stored = (StoredEnvelope) page.items().getFirst();
    assertThat(Letter.timeOf(stored.envelope())).isEqualTo(answer.time());
    page.release();
  }

  @Test
  final void givesRisingTimesUnderAStandingClock() {
    List<Answer> answers = client.send(Letter.to(ALICE, 1, BOB), Letter.to(ALICE, 2, BOB));
    restart();
    Answer third = client.sendOne(Letter.to(ALICE, 3, BOB));
    long first = settings.clock().micros();
    assertThat(answers).extracting(Answer::time).containsExactly(first, first + 1);
    assertThat(third.time()).isEqualTo(first + 2);
  }

  @Test
  final void storesForTheSendersOwnDevicesToo() {
    Answer answer = client.sendOne(Letter.to(ALICE, 1, BOB, BOB_TABLET).andOwn(ALICE_TABLET));
    assertThat(answer.places()).extracting(Cursor::seq).containsExactly(1L, 1L, 1L);
    assertThat(client.readAll(ALICE_TABLET, Cursor.ZERO)).hasSize(1);
    assertThat(client.readAll(BOB_TABLET, Cursor.ZERO)).hasSize(1);
    assertThat(client.readAll(ALICE, Cursor.ZERO)).isEmpty();
  }

  @Test
  final void answersAResubmitAsBeforeAndStoresNoSecondCopy() {
    Answer first = client.sendOne(Letter.to(ALICE, 1, BOB));
    Answer again = client.sendOne(Letter.to(ALICE, 1, BOB));
    restart();
    Answer later = client.sendOne(Letter.to(ALICE, 1, BOB));
    assertThat(List.of(again, later))
        .allSatisfy(answer -> {
          assertThat(answer.outcome()).isEqualTo(Outcome.ALREADY_STORED);
          assertThat(answer.time()).isEqualTo(first.time());
          assertThat(answer.places()).extracting(Cursor::seq).containsOnly(0L);
        });
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(1);
  }

  @Test
  final void storesOneCopyOfADuplicateInOneBatch() {
    List<Answer> answers = client.send(Letter.to(ALICE, 1, BOB), Letter.to(ALICE, 1, BOB));
    assertThat(answers)
        .extracting(Answer::outcome)
        .containsExactly(Outcome.STORED, Outcome.ALREADY_STORED);
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(1);
  }

  @Test
  final void refusesAnIdThatWasUsedForOtherBytes() {
    client.sendOne(Letter.to(ALICE, 1, BOB));
    Letter other = Letter.to(ALICE, 1, BOB).saying("something else");
    assertThat(client.sendOne(other).outcome()).isEqualTo(Outcome.CONFLICT);
    restart();
    assertThat(client.sendOne(other).outcome()).isEqualTo(Outcome.CONFLICT);
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(1);
  }

  @Test
  final void takesTheSameIdFromTwoSenders() {
    client.sendOne(Letter.to(ALICE, 1, BOB));
    assertThat(client.sendOne(Letter.to(ALICE_TABLET, 1, BOB)).outcome()).isEqualTo(Outcome.STORED);
  }

  @Test
  final void remembersTheLast512OfASenderOverARestart() {
    send(1, 1200);
    restart();
    send(1201, 1300);
    restart();
    for (long id : new long[] {1300, 1250, 1000, 789}) {
      assertThat(client.sendOne(Letter.to(ALICE, id, BOB)).outcome())
          .isEqualTo(Outcome.ALREADY_STORED);
    }
    assertThat(client.open(BOB).lastSeq()).isEqualTo(1300);
  }

  @Test
  final void looksUpWithoutStoring() {
    assertThat(client.lookUp(Letter.to(ALICE, 1, BOB)).outcome()).isEqualTo(Outcome.UNKNOWN);
    Answer stored = client.sendOne(Letter.to(ALICE, 1, BOB));
    Answer known = client.lookUp(Letter.to(ALICE, 1, BOB));
    assertThat(known.outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(known.time()).isEqualTo(stored.time());
    assertThat(client.lookUp(Letter.to(ALICE, 1, BOB).saying("other")).outcome())
        .isEqualTo(Outcome.CONFLICT);
  }

  @Test
  final void namesTheFullDevicesAndStoresForTheOthers() {
    restartWith(settings.withLimit(2));
    client.send(Letter.to(ALICE, 1, BOB), Letter.to(ALICE, 2, BOB));
    Answer third = client.sendOne(Letter.to(ALICE, 3, BOB, BOB_TABLET));
    assertThat(third.outcome()).isEqualTo(Outcome.STORED);
    assertThat(third.full()).containsExactly(BOB);
    assertThat(third.places()).extracting(Cursor::seq).containsExactly(0L, 1L);
    restart();
    Answer again = client.sendOne(Letter.to(ALICE, 3, BOB, BOB_TABLET));
    assertThat(again.outcome()).isEqualTo(Outcome.ALREADY_STORED);
    assertThat(again.full()).containsExactly(BOB);
  }

  @Test
  final void refusesWhenNoRecipientHasRoomAndForgetsIt() {
    restartWith(settings.withLimit(1));
    client.sendOne(Letter.to(ALICE, 1, BOB));
    Letter second = Letter.to(ALICE, 2, BOB).andOwn(ALICE_TABLET);
    assertThat(client.sendOne(second).outcome()).isEqualTo(Outcome.INBOX_FULL);
    assertThat(client.readAll(ALICE_TABLET, Cursor.ZERO)).isEmpty();

    client.ack(BOB, client.open(BOB).last());
    Answer stored = client.sendOne(second);
    assertThat(stored.outcome()).isEqualTo(Outcome.STORED);
    assertThat(stored.places()).extracting(Cursor::seq).containsExactly(2L, 1L);
  }

  @Test
  final void dropsWhatIsAcked() {
    send(1, 5);
    Cursor third = new Cursor(client.open(BOB).epoch(), 3);
    assertThat(client.ack(BOB, third)).isTrue();
    assertThat(client.open(BOB).acked()).isEqualTo(third);
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(2);
    restart();
    assertThat(client.open(BOB).acked()).isEqualTo(third);
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(2);
  }

  @Test
  final void goesOnCountingAfterEverythingWasAcked() {
    send(1, 5);
    Cursor last = client.open(BOB).last();
    client.ack(BOB, last);
    restart();
    restart();
    assertThat(client.sendOne(Letter.to(ALICE, 6, BOB)).places())
        .containsExactly(new Cursor(last.epoch(), 6));
  }

  @Test
  final void refusesAnAckBeyondWhatWasGivenOut() {
    send(1, 3);
    Cursor last = client.open(BOB).last();
    assertThat(client.ack(BOB, new Cursor(last.epoch(), 4))).isFalse();
    assertThat(client.ack(BOB, new Cursor(last.epoch() + 1, 0))).isFalse();
    assertThat(client.readAll(BOB, Cursor.ZERO)).hasSize(3);
    assertThat(client.ack(BOB, last)).isTrue();
  }

  @Test
  final void ignoresAnAckThatGoesBack() {
    send(1, 3);
    Cursor last = client.open(BOB).last();
    client.ack(BOB, last);
    assertThat(client.ack(BOB, new Cursor(last.epoch(), 1))).isTrue();
    assertThat(client.open(BOB).acked()).isEqualTo(last);
  }

  @Test
  final void readsFromTheResumePlaceWithinBounds() {
    send(1, 20);
    Cursor fifth = new Cursor(client.open(BOB).epoch(), 5);
    InboxPage few = InboxClient.await(engine.read(BOB, fifth, 3, 1 << 20));
    assertThat(few.items())
        .extracting(InboxClient::end)
        .extracting(Cursor::seq)
        .containsExactly(6L, 7L, 8L);
    assertThat(few.drained()).isFalse();
    few.release();
    InboxPage one = InboxClient.await(engine.read(BOB, fifth, 100, 1));
    assertThat(one.items()).hasSize(1);
    one.release();
    assertThat(client.readAll(BOB, fifth, 4, 300)).hasSize(15);
  }

  @Test
  final void keepsLargeEnvelopesWhole() {
    String large = "x".repeat(150_000);
    client.send(
        Letter.to(ALICE, 1, BOB).saying(large),
        Letter.to(ALICE, 2, BOB),
        Letter.to(ALICE, 3, BOB).saying(large));
    restart();
    assertThat(client.readAll(BOB, Cursor.ZERO, 100, 1 << 16))
        .satisfiesExactly(
            line -> assertThat(line).endsWith(large),
            line -> assertThat(line).endsWith("text 2"),
            line -> assertThat(line).endsWith(large));
  }

  @Test
  final void refusesWhatIsSubmittedAfterItWasClosed() {
    engine.close();
    assertThat(client.sendOne(Letter.to(ALICE, 1, BOB)).outcome()).isEqualTo(Outcome.UNAVAILABLE);
  }
}
