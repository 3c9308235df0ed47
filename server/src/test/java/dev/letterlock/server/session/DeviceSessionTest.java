package dev.letterlock.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.codec.server.DeliverCodec;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.junit.jupiter.api.Test;

class DeviceSessionTest {
  private static final int LENGTH = EnvelopeCodec.MIN_SIZE;
  private static final InFlight.MarkSink NO_MARKS = (ch, cl, sh, sl, device, time) -> {};

  private final RecordingOutbound out = new RecordingOutbound();
  private final Recipient recipient = new Recipients().of(new DeviceAddress(new UserId(1, 2), 3));
  private final DeviceSession session = session(new Credits(3, 1_000_000));
  private final ByteBuf envelope = Unpooled.buffer().writeZero(LENGTH);

  @Test
  void theNextEnvelopeGoesStraightOut() {
    session.start(new Cursor(1, 4), false, null);

    assertThat(offer(1, 5)).isTrue();
    assertThat(out.take())
        .singleElement()
        .isInstanceOfSatisfying(
            Deliver.class, frame -> assertThat(frame.cursor()).isEqualTo(new Cursor(1, 5)));
    assertThat(session.wantsMore()).isFalse();
  }

  @Test
  void whatIsNotTheNextIsReadFromTheInbox() {
    session.start(new Cursor(1, 4), false, null);

    assertThat(offer(1, 6)).isFalse();
    assertThat(out.take()).isEmpty();
    assertThat(session.wantsMore()).isTrue();
  }

  @Test
  void nothingOvertakesAPageThatIsBeingRead() {
    session.start(new Cursor(1, 0), true, null);
    session.pageBegins();

    assertThat(offer(1, 1)).isFalse();
    session.pageEnds(true);
    assertThat(session.wantsMore()).as("the page was planned before the commit").isTrue();
  }

  @Test
  void aCommitThatThePageHeldIsNotReadAgain() {
    session.start(new Cursor(1, 0), true, null);
    session.pageBegins();
    assertThat(offer(1, 1)).isFalse();
    session.deliver(1, 1, envelope, 0, LENGTH);
    session.pageEnds(true);

    assertThat(session.wantsMore()).isFalse();
    assertThat(session.firstCaughtUp()).isTrue();
    assertThat(session.firstCaughtUp()).isFalse();
  }

  @Test
  void creditsBoundWhatIsInFlight() {
    session.start(new Cursor(1, 0), false, null);

    assertThat(offer(1, 1)).isTrue();
    assertThat(offer(1, 2)).isTrue();
    assertThat(offer(1, 3)).isTrue();
    assertThat(offer(1, 4)).isFalse();
    assertThat(session.wantsMore()).as("no credit is left").isFalse();
    session.ack(new Cursor(1, 2), NO_MARKS);
    assertThat(session.wantsMore()).isTrue();
    assertThat(session.roomMessages()).isEqualTo(2);
  }

  @Test
  void creditsCountBytesToo() {
    DeviceSession narrow = session(new Credits(100, DeliverCodec.size(LENGTH)));
    narrow.start(new Cursor(1, 0), false, null);

    assertThat(narrow.offer(1, 1, envelope, 0, LENGTH)).isTrue();
    assertThat(narrow.offer(1, 2, envelope, 0, LENGTH)).isFalse();
  }

  @Test
  void aSlowReaderIsServedFromItsInbox() {
    session.start(new Cursor(1, 0), false, null);
    out.writable(false);

    assertThat(offer(1, 1)).isFalse();
    assertThat(session.wantsMore()).isFalse();
    out.writable(true);
    assertThat(session.wantsMore()).isTrue();
  }

  @Test
  void anAckBeyondWhatWasSentIsSeen() {
    session.start(new Cursor(2, 0), false, null);
    assertThat(offer(2, 1)).isTrue();

    assertThat(session.isBeyondSent(new Cursor(2, 1))).isFalse();
    assertThat(session.isBeyondSent(new Cursor(1, 99))).as("an earlier epoch").isFalse();
    assertThat(session.isBeyondSent(new Cursor(2, 2))).isTrue();
    assertThat(session.isBeyondSent(new Cursor(3, 0))).isTrue();
  }

  @Test
  void aNewEpochBeginsAnotherCount() {
    session.start(new Cursor(1, 0), false, null);
    assertThat(offer(1, 1)).isTrue();
    session.gap(new Cursor(2, 0));
    session.ack(new Cursor(1, 1), NO_MARKS);

    assertThat(offer(2, 1)).isTrue();
    assertThat(session.sentUpTo()).isEqualTo(new Cursor(2, 1));
  }

  @Test
  void whatIsCommittedBeforeTheStartIsRememberedAsWaiting() {
    assertThat(offer(1, 1)).isFalse();
    session.start(new Cursor(1, 0), false, null);

    assertThat(session.wantsMore()).isTrue();
  }

  @Test
  void ephemeralEnvelopesAreDroppedForASlowReader() {
    session.start(new Cursor(1, 0), false, null);
    assertThat(session.deliverEphemeral(envelope, 0, LENGTH)).isTrue();
    out.writable(false);

    assertThat(session.deliverEphemeral(envelope, 0, LENGTH)).isFalse();
    assertThat(session.sentUpTo()).isEqualTo(new Cursor(1, 0));
  }

  @Test
  void onlyTheNewestSessionOfADeviceIsCurrent() {
    assertThat(recipient.attach(session)).isNull();
    DeviceSession newer = session(new Credits(1, 1));

    assertThat(recipient.attach(newer)).isSameAs(session);
    assertThat(recipient.detach(session)).isFalse();
    assertThat(newer.current()).isTrue();
    assertThat(session.current()).isFalse();
  }

  private DeviceSession session(Credits credits) {
    return new DeviceSession(recipient, ImmediateEventExecutor.INSTANCE, 0, out, credits);
  }

  private boolean offer(long epoch, long seq) {
    return session.offer(epoch, seq, envelope, 0, LENGTH);
  }
}
