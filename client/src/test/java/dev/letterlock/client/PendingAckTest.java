package dev.letterlock.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.id.Cursor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PendingAckTest {

  private final PendingAck acks =
      new PendingAck(new AckPolicy(3, Duration.ofNanos(100)), new Cursor(1, 10));

  @Test
  void isDueAtTheCount() {
    acks.stored(new Cursor(1, 11), 0);
    acks.stored(new Cursor(1, 12), 0);
    assertThat(acks.due(0)).isFalse();
    acks.receipt(5, 0);
    assertThat(acks.due(0)).isTrue();
    assertThat(acks.take()).isEqualTo(new Ack(new Cursor(1, 12), 5));
    assertThat(acks.due(1_000)).isFalse();
  }

  @Test
  void isDueWhenTheFirstHasWaitedLongEnough() {
    acks.stored(new Cursor(1, 11), 1_000);
    acks.stored(new Cursor(1, 12), 1_090);
    assertThat(acks.due(1_099)).isFalse();
    assertThat(acks.due(1_100)).isTrue();
  }

  @Test
  void keepsWhatIsSilentApart() {
    acks.stored(new Cursor(1, 11), true, 0);
    acks.stored(new Cursor(1, 12), true, 0);
    assertThat(acks.isApart(true)).isFalse();
    assertThat(acks.isApart(false)).isTrue();
    assertThat(acks.take()).isEqualTo(new Ack(new Cursor(1, 12), 0, true));

    assertThat(acks.isApart(false)).isFalse();
    acks.stored(new Cursor(1, 13), 0);
    assertThat(acks.isApart(true)).isTrue();
    assertThat(acks.take()).isEqualTo(new Ack(new Cursor(1, 13), 0));
  }

  @Test
  void acksReceiptsAloneWithoutSilence() {
    acks.stored(new Cursor(1, 11), true, 0);
    acks.take();
    acks.receipt(9, 0);
    assertThat(acks.isApart(false)).isFalse();
    assertThat(acks.take()).isEqualTo(new Ack(new Cursor(1, 11), 9));
  }

  @Test
  void keepsTheHighestReceiptMark() {
    acks.receipt(9, 0);
    acks.receipt(4, 0);
    assertThat(acks.take()).isEqualTo(new Ack(new Cursor(1, 10), 9));
  }
}
