package dev.letterlock.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight();
  private final List<String> marks = new ArrayList<>();

  @Test
  void countsFramesAndBytes() {
    inFlight.addEnvelope(1, 100, envelope(7, 1, 10), 0);
    inFlight.addEnvelope(2, 50, envelope(7, 1, 11), 0);
    inFlight.addGap(3);

    assertThat(inFlight.count()).isEqualTo(3);
    assertThat(inFlight.bytes()).isEqualTo(150);
  }

  @Test
  void oneTrackMakesOneMarkWithTheLatestTime() {
    for (int seq = 1; seq <= 20; seq++) {
      inFlight.addEnvelope(seq, 10, envelope(7, 1, 100 + seq), 0);
    }
    ack(12);

    assertThat(marks).containsExactly("7/1@112");
    assertThat(inFlight.count()).isEqualTo(8);
    assertThat(inFlight.bytes()).isEqualTo(80);
  }

  @Test
  void anotherSenderDeviceBeginsAnotherMark() {
    inFlight.addEnvelope(1, 10, envelope(7, 1, 100), 0);
    inFlight.addEnvelope(2, 10, envelope(7, 2, 101), 0);
    inFlight.addGap(3);
    inFlight.addEnvelope(4, 10, envelope(8, 2, 102), 0);
    ack(4);

    assertThat(marks).containsExactly("7/1@100", "7/2@101", "8/2@102");
    assertThat(inFlight.count()).isZero();
  }

  @Test
  void aGapMakesNoMark() {
    inFlight.addGap(1);
    ack(1);

    assertThat(marks).isEmpty();
  }

  @Test
  void theRingKeepsOrderWhileItTurnsAndGrows() {
    Random random = new Random(5);
    long next = 1;
    long acked = 0;
    while (next < 5_000) {
      for (int i = random.nextInt(30); i > 0; i--) {
        inFlight.addEnvelope(next, 1, envelope(next, 1, next), 0);
        next++;
      }
      long upTo = acked + random.nextInt((int) (next - acked));
      marks.clear();
      ack(upTo);
      List<String> expected = new ArrayList<>();
      for (long seq = acked + 1; seq <= upTo; seq++) {
        expected.add(seq + "/1@" + seq);
      }
      assertThat(marks).isEqualTo(expected);
      acked = Math.max(acked, upTo);
    }
    assertThat(inFlight.count()).isEqualTo((int) (next - 1 - acked));
  }

  @Test
  void anIdleSessionKeepsNothing() {
    inFlight.addGap(1);
    ack(1);
    inFlight.trimToIdle();
    inFlight.addEnvelope(2, 10, envelope(7, 1, 1), 0);

    assertThat(inFlight.count()).isEqualTo(1);
  }

  private void ack(long seq) {
    inFlight.ack(
        seq,
        (conversationHigh, conversationLow, senderHigh, senderLow, device, time) ->
            marks.add(senderLow + "/" + device + "@" + time));
  }

  private static ByteBuf envelope(long senderLow, int device, long time) {
    ByteBuf envelope = Unpooled.buffer(EnvelopeCodec.MIN_SIZE);
    envelope.writeZero(EnvelopeCodec.MIN_SIZE);
    envelope.setLong(EnvelopeCodec.TIME_OFFSET, time);
    envelope.setLong(EnvelopeCodec.SENDER_USER_OFFSET + Long.BYTES, senderLow);
    envelope.setInt(EnvelopeCodec.SENDER_DEVICE_OFFSET, device);
    return envelope;
  }
}
