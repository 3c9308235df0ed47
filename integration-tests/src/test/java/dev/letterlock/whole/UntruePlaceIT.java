package dev.letterlock.whole;

import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.frame.server.Gap;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A server that names places of the inbox which it cannot have come to: Alice still hears later.
 */
class UntruePlaceIT extends HostileCase {
  private static final int CURSOR_OF_WELCOME = 10;
  private static final long FAR = 1L << 50;
  private static final long NO_CURSOR = -1;
  private static final String OUT_OF_REACH = "a place in the inbox that it cannot have come to";

  @BeforeEach
  void talk() {
    sends("before");
    says("hello");
    awaitAtAlice("hello");
  }

  @Test
  void leavesAServerThatBeginsASessionFarAhead() {
    lieAtTheNextSession(frame -> withCursorOfWelcome(frame, FAR, 1));

    ear.awaits(Kind.REFUSED, OUT_OF_REACH);
    hearsHonestWords();
  }

  @Test
  void leavesAServerWhosePlacesAreNone() {
    lieAtTheNextSession(frame -> withCursorOfWelcome(frame, NO_CURSOR, 1));

    ear.awaits(Kind.REFUSED, "no message");
    hearsHonestWords();
  }

  @Test
  void leavesAServerThatGoesOnInAnEpochFarAhead() {
    meddler.frames(frame -> DeliverBytes.is(frame) ? List.of(newEpoch(FAR)) : List.of(frame));
    says("after the leap");

    ear.awaits(Kind.REFUSED, OUT_OF_REACH);
    hearsHonestWords();
  }

  /** No client can tell: the honest server begins an epoch beyond the one that it is told. */
  @Test
  void hearsAnHonestServerAfterOneThatBeganAnEpochOfItsOwn() {
    meddler.frames(frame -> DeliverBytes.is(frame) ? List.of(newEpoch(77)) : List.of(frame));
    says("swallowed");
    await().atMost(PATIENCE).until(() -> bob.isAllSent());
    says("swallowed too");
    await().atMost(PATIENCE).until(() -> bob.isAllSent());

    hearsHonestWords();
  }

  private void lieAtTheNextSession(UnaryOperator<byte[]> ofWelcome) {
    AtomicBoolean lied = new AtomicBoolean();
    meddler.frame(frame ->
        isWelcome(frame) && lied.compareAndSet(false, true) ? ofWelcome.apply(frame) : frame);
    Accidents.breakConnection(alice);
    await().atMost(PATIENCE).untilTrue(lied);
  }

  /** What waited while the server lied is lost by its lie; what comes once it is honest is not. */
  private void hearsHonestWords() {
    meddler.behave();
    Accidents.breakConnection(alice);
    sends("honest again?");
    says("honest");
    awaitAtAlice("honest");
  }

  private void awaitAtAlice(String text) {
    await(text).atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").contains(text));
  }

  private static boolean isWelcome(byte[] frame) {
    return Byte.toUnsignedInt(frame[0]) == FrameType.WELCOME.code();
  }

  private static byte[] withCursorOfWelcome(byte[] frame, long epoch, long seq) {
    return ByteBuffer.wrap(frame.clone())
        .putLong(CURSOR_OF_WELCOME, epoch)
        .putLong(CURSOR_OF_WELCOME + Long.BYTES, seq)
        .array();
  }

  private static byte[] newEpoch(long epoch) {
    return ByteBuffer.allocate(FrameType.GAP.minSize())
        .put((byte) FrameType.GAP.code())
        .put((byte) 0)
        .putLong(1)
        .putLong(1)
        .putLong(epoch)
        .putLong(0)
        .put((byte) Gap.Reason.NEW_EPOCH.code())
        .array();
  }
}
