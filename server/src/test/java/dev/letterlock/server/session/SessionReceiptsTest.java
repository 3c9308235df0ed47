package dev.letterlock.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.id.UserId;
import org.junit.jupiter.api.Test;

/** A device confirms receipts by the highest mark, so none may be told before an earlier one. */
class SessionReceiptsTest {
  private final RecordingOutbound out = new RecordingOutbound();
  private final SessionReceipts receipts = new SessionReceipts(out);

  @Test
  void tellsNothingBeforeItIsKnownWhatTheDeviceHas() {
    assertThat(receipts.follows(0)).isFalse();

    receipts.startAfter(5);

    assertThat(receipts.follows(5)).isTrue();
    assertThat(receipts.follows(6)).as("6 is missing").isFalse();
  }

  @Test
  void knowsWhatWasTold() {
    receipts.startAfter(5);

    add(7);

    assertThat(receipts.told()).isEqualTo(7);
    assertThat(receipts.knows(7)).isTrue();
    assertThat(receipts.knows(8)).isFalse();
    assertThat(receipts.follows(7)).isTrue();
  }

  @Test
  void letsNothingPassWhatIsBeingRead() {
    receipts.startAfter(5);

    assertThat(receipts.readBegins()).isTrue();

    assertThat(receipts.follows(5)).isFalse();
    assertThat(receipts.readEnds(true)).as("nothing came meanwhile").isFalse();
    assertThat(receipts.follows(5)).isTrue();
  }

  @Test
  void readsOnceMoreWhenSomethingCameMeanwhile() {
    receipts.startAfter(5);
    assertThat(receipts.readBegins()).isTrue();

    assertThat(receipts.readBegins()).as("somebody reads already").isFalse();

    assertThat(receipts.readEnds(true)).isTrue();
    assertThat(receipts.readBegins()).isTrue();
    assertThat(receipts.readEnds(false)).as("the page was not the last").isTrue();
  }

  @Test
  void neverForgetsThatALaterOneWasTold() {
    receipts.startAfter(5);
    add(9);

    add(7);

    assertThat(receipts.told()).isEqualTo(9);
  }

  private void add(long mark) {
    receipts.add(mark, Receipt.Kind.DELIVERED, 1, 2, new UserId(3, 4), 5, 600);
  }
}
