package dev.letterlock.storage.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.letterlock.protocol.frame.server.Receipt;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Receipts: watermarks that never go back and wait until every device of the sender has them. */
public abstract class InboxReceiptContract extends EngineUnderTest {

  @Test
  final void numbersEveryChangeAboveAllEarlierOnes() {
    long first = delivered(100);
    long second = read(50);
    long third = delivered(101);
    restart();
    long fourth = read(60);
    assertThat(List.of(first, second, third, fourth)).isSorted().doesNotHaveDuplicates();
    assertThat(first).isPositive();
  }

  @Test
  final void neverGoesBack() {
    delivered(100);
    assertThat(delivered(100)).isZero();
    assertThat(delivered(99)).isZero();
    restart();
    assertThat(delivered(100)).isZero();
    assertThat(client.pending(ALICE, 0, 10).receipts())
        .extracting(PendingReceipt::upTo)
        .containsExactly(100L);
  }

  @Test
  final void callsNothingReadThatWasNotDelivered() {
    assertThat(read(50)).isZero();
    long delivered = delivered(100);
    long read = read(150);
    assertThat(client.pending(ALICE, 0, 10).receipts())
        .containsExactly(
            receipt(delivered, Receipt.Kind.DELIVERED, 100), receipt(read, Receipt.Kind.READ, 100));
    assertThat(read(160)).as("the same once more").isZero();
    delivered(200);
    restart();
    assertThat(read(160)).isPositive();
    assertThat(engine.receiptLog(10))
        .extracting(ReceiptRecord::deliveredUpTo, ReceiptRecord::readUpTo)
        .containsExactly(tuple(200L, 160L));
  }

  @Test
  final void cutsWhatWasReadByThatReaderOfThatSenderDevice() {
    client.report(Receipt.Kind.DELIVERED, BOB, BOB.user(), ALICE_TABLET, 70);
    assertThat(read(50)).as("from another device of the sender").isZero();
    client.report(Receipt.Kind.DELIVERED, ALICE, ALICE.user(), BOB, 80);
    assertThat(read(50)).as("the other way around").isZero();
  }

  @Test
  final void takesAnAckAndWhatWasReadInOneBatch() {
    assertThat(client.deliveredAndRead(BOB, ALICE, 100, 120)).containsExactly(100L, 100L);
    assertThat(client.pending(ALICE, 0, 10).receipts())
        .extracting(PendingReceipt::upTo)
        .containsExactly(100L, 100L);
  }

  @Test
  final void waitsForEachDeviceOfTheSenderUntilItConfirms() {
    delivered(100);
    long mark = read(90);
    client.confirm(ALICE, mark);
    assertThat(client.pending(ALICE, 0, 10).receipts()).isEmpty();
    assertThat(client.pending(ALICE_TABLET, 0, 10).receipts()).hasSize(2);
    restart();
    assertThat(client.open(ALICE).confirmedReceiptMark()).isEqualTo(mark);
    assertThat(client.pending(ALICE, 0, 10).receipts()).isEmpty();
    assertThat(client.pending(ALICE_TABLET, 0, 10).receipts())
        .containsExactly(
            receipt(mark - 1, Receipt.Kind.DELIVERED, 100), receipt(mark, Receipt.Kind.READ, 90));
  }

  @Test
  final void pagesByRisingMark() {
    long mark = delivered(100);
    read(90);
    ReceiptPage first = client.pending(ALICE, 0, 1);
    assertThat(first.drained()).isFalse();
    assertThat(first.receipts()).extracting(PendingReceipt::mark).containsExactly(mark);
    ReceiptPage second = client.pending(ALICE, mark, 1);
    assertThat(second.drained()).isTrue();
    assertThat(second.receipts())
        .extracting(PendingReceipt::kind)
        .containsExactly(Receipt.Kind.READ);
  }

  @Test
  final void keepsReadersAndSenderDevicesApart() {
    delivered(100);
    client.report(Receipt.Kind.DELIVERED, BOB, BOB.user(), ALICE_TABLET, 70);
    assertThat(client.pending(ALICE, 0, 10).receipts())
        .extracting(PendingReceipt::senderDevice)
        .containsExactly(ALICE.device(), ALICE_TABLET.device());
    assertThat(client.pending(BOB, 0, 10).receipts()).isEmpty();
  }

  @Test
  final void logsWhatWasNotDrained() {
    delivered(100);
    long mark = read(90);
    assertThat(engine.receiptLog(10)).containsExactly(record(100, 90, mark));
    engine.receiptLogDrained(engine.receiptLog(10));
    assertThat(engine.receiptLog(10)).isEmpty();
    long later = delivered(200);
    restart();
    assertThat(engine.receiptLog(10)).containsExactly(record(200, 90, later));
    engine.receiptLogDrained(engine.receiptLog(10));
    restart();
    assertThat(engine.receiptLog(10)).isEmpty();
  }

  @Test
  final void logsAChangeThatCameWhileTheLogWasDrained() {
    delivered(100);
    List<ReceiptRecord> before = engine.receiptLog(10);
    delivered(200);
    engine.receiptLogDrained(before);
    assertThat(engine.receiptLog(10))
        .extracting(ReceiptRecord::deliveredUpTo)
        .containsExactly(200L);
  }

  private long delivered(long upTo) {
    return client.report(Receipt.Kind.DELIVERED, BOB, BOB.user(), ALICE, upTo);
  }

  private long read(long upTo) {
    return client.report(Receipt.Kind.READ, BOB, BOB.user(), ALICE, upTo);
  }

  private PendingReceipt receipt(long mark, Receipt.Kind kind, long upTo) {
    return new PendingReceipt(mark, kind, Letter.CONVERSATION, BOB.user(), ALICE.device(), upTo);
  }

  private ReceiptRecord record(long delivered, long read, long mark) {
    return new ReceiptRecord(Letter.CONVERSATION, BOB.user(), ALICE, delivered, read, 0, mark);
  }
}
