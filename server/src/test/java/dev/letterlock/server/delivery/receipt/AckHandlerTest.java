package dev.letterlock.server.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.delivery.DeliveryGround;
import dev.letterlock.server.delivery.Sends;
import dev.letterlock.server.delivery.TestClient;
import dev.letterlock.storage.inbox.PendingReceipt;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AckHandlerTest {
  private static final UserId ALICE = new UserId(1, 1);
  private static final UserId BOB = new UserId(2, 2);

  @TempDir Path directory;
  private DeliveryGround ground;
  private TestClient alice;
  private TestClient bob;

  @BeforeEach
  void open() {
    ground = new DeliveryGround(directory, 2);
    ground.hold(ALICE, 1);
    ground.hold(BOB, 1);
    alice = ground.connect(ALICE, 1, 0);
    bob = ground.connect(BOB, 1, 1);
  }

  @AfterEach
  void close() {
    ground.close();
  }

  @Test
  void anAckTellsTheSenderUpToWhen() {
    Deliver first = relay(1);
    Deliver second = relay(2);

    bob.ack(second.cursor(), 0);

    assertThat(told().entries())
        .containsExactly(entry(Receipt.Kind.DELIVERED, second.envelope().time()));
    assertThat(ground.inbox().open(bob.address()).acked()).isEqualTo(second.cursor());
    bob.ack(first.cursor(), 0);
    assertThat(alice.rest()).as("nothing goes back").isEmpty();
  }

  @Test
  void anAckBeyondWhatWasSentEndsTheSessionAndTrimsNothing() {
    Cursor sent = relay(1).cursor();

    bob.ack(new Cursor(sent.epoch(), sent.seq() + 1), 0);

    assertThat(bob.out.closedWith()).isEqualTo(CloseCode.ACK_BEYOND);
    assertThat(ground.inbox().open(bob.address()).acked().seq()).isZero();
  }

  @Test
  void anAckWithoutACursorConfirmsReceiptsAlone() {
    bob.ack(relay(1).cursor(), 0);
    long mark = told().mark();

    alice.ack(Cursor.ZERO, mark);

    assertThat(ground.inbox().open(alice.address()).confirmedReceiptMark()).isEqualTo(mark);
    assertThat(alice.out.closedWith()).isNull();
  }

  @Test
  void theAckOfADisplacedSessionIsIgnored() {
    Deliver deliver = relay(1);
    TestClient newer = ground.connect(BOB, 1, 1);

    bob.ack(deliver.cursor(), 0);

    assertThat(newer.next(Deliver.class).cursor()).isEqualTo(deliver.cursor());
    assertThat(ground.inbox().open(bob.address()).acked().seq()).isZero();
  }

  @Test
  void aNoteToOneselfMakesNoReceipt() {
    ground.hold(ALICE, 1, 2);
    TestClient tablet = ground.connect(ALICE, 2, 1);
    alice.send(Sends.numbered(1, ALICE, 2));

    tablet.ack(tablet.next(Deliver.class).cursor(), 0);

    assertThat(ground.inbox().pending(alice.address(), 0, 10).receipts()).isEmpty();
  }

  @Test
  void aSilentAckMakesNoReceiptAndALaterMarkCoversIt() {
    Deliver silent = relay(1);
    bob.ackSilently(silent.cursor());

    assertThat(ground.inbox().open(bob.address()).acked()).isEqualTo(silent.cursor());
    assertThat(ground.inbox().pending(alice.address(), 0, 10).receipts()).isEmpty();
    Deliver audible = relay(2);
    bob.ack(audible.cursor(), 0);
    assertThat(told().entries())
        .containsExactly(entry(Receipt.Kind.DELIVERED, audible.envelope().time()));
  }

  @Test
  void aReceiptForASenderWhoseRosterHasToBeReadIsWrittenWithTheAck() {
    Deliver deliver = relay(1);
    long time = deliver.envelope().time();
    ground.rosters.drop(ALICE);

    bob.ack(deliver.cursor(), 0);
    bob.read(
        new ReadReceipt(
            List.of(new ReadReceipt.Mark(Sends.CONVERSATION, alice.address(), time + 1))));

    assertThat(ground.inbox().pending(alice.address(), 0, 10).receipts())
        .extracting(PendingReceipt::kind)
        .containsExactly(Receipt.Kind.DELIVERED, Receipt.Kind.READ);
    assertThat(alice.rest()).isEmpty();
    ground.rosters.found(ground.roster(ALICE, 1));
    assertThat(told().entries())
        .containsExactlyInAnyOrder(
            entry(Receipt.Kind.DELIVERED, time), entry(Receipt.Kind.READ, time));
  }

  private Deliver relay(int number) {
    alice.send(Sends.numbered(number, BOB, 1));
    alice.next(Accepted.class);
    return bob.next(Deliver.class);
  }

  private Receipt told() {
    return alice.next(Receipt.class);
  }

  private static Receipt.Entry entry(Receipt.Kind kind, long upTo) {
    return new Receipt.Entry(kind, Sends.CONVERSATION, BOB, 1, upTo);
  }
}
