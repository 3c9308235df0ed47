package dev.letterlock.server.dispatch;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.frame.client.KeyCount;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.client.UnknownClientFrame;
import dev.letterlock.protocol.frame.client.UnsupportedSend;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.server.delivery.sending.SendHandler;
import dev.letterlock.server.delivery.sending.Submitter;
import dev.letterlock.server.session.DeviceSession;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Charges the frame rate and hands each frame to its handler. One instance per event loop, on that
 * loop.
 */
public final class Dispatcher {
  private static final int RETRY_MILLIS = 1_000;

  private final LoopDesk desk;
  private final SendHandler sends;
  private final Rejections rejections;
  private final Clock clock;

  public Dispatcher(LoopDesk desk, Rejections rejections, Clock clock) {
    this.desk = desk;
    this.sends = desk.handlers().sends();
    this.rejections = rejections;
    this.clock = clock;
  }

  /** Counts refusals and endings by code. Thread-safe. */
  public interface Rejections {
    void closed(CloseCode code);

    void refused(ErrorCode code);

    /** A Send named other devices than its recipients have. */
    void mismatched();

    /** A session ended; null when the client or the network ended it. */
    void ended(@Nullable CloseCode code);
  }

  /** A session with what its frames are charged to. */
  record Peer(DeviceSession session, Submitter submitter, FrameRate rate) {}

  Rejections rejections() {
    return rejections;
  }

  void ended(@Nullable CloseCode code) {
    rejections.ended(code);
  }

  void dispatch(Peer peer, ClientFrame frame, int tick) {
    if (!peer.session().current()) {
      return;
    }
    if (!peer.rate().charge(tick)) {
      refuseForRate(peer, frame);
      return;
    }
    switch (frame) {
      case Send send -> {
        desk.meters().frame(FrameType.SEND);
        sends.handle(peer.submitter(), send);
      }
      case UnsupportedSend send -> {
        desk.meters().frame(FrameType.SEND);
        sends.handle(peer.submitter(), send);
      }
      case Ack ack -> {
        desk.meters().frame(FrameType.ACK);
        desk.handlers().acks().handle(peer.session(), ack);
      }
      case ReadReceipt receipt -> {
        desk.meters().frame(FrameType.READ_RECEIPT);
        desk.handlers().readReceipts().handle(peer.session(), receipt);
      }
      case ClaimPreKeys claim -> claim(peer.session(), claim);
      case KeyCount _ -> count(peer.session());
      case Ping(long opaque) -> {
        desk.meters().frame(FrameType.PING);
        peer.session().send(new Pong(opaque, TimeUnit.MILLISECONDS.toMicros(clock.millis())));
      }
      case Hello _ -> peer.session().close(CloseCode.HELLO_TWICE);
      case UnknownClientFrame(int typeCode) -> {
        peer.session().send(Failure.ofFrame(ErrorCode.UNKNOWN_FRAME, typeCode, 0));
      }
    }
  }

  private void claim(DeviceSession session, ClaimPreKeys claim) {
    desk.meters().frame(FrameType.CLAIM_PRE_KEYS);
    answer(
        session,
        desk.preKeys().claim(session.recipient().address(), claim),
        Failure.ofRequest(
            ErrorCode.UNAVAILABLE, FrameType.CLAIM_PRE_KEYS, claim.request(), RETRY_MILLIS));
  }

  private void count(DeviceSession session) {
    desk.meters().frame(FrameType.KEY_COUNT);
    answer(
        session,
        desk.preKeys().count(session.recipient().address()),
        Failure.ofFrame(ErrorCode.UNAVAILABLE, FrameType.KEY_COUNT.code(), RETRY_MILLIS));
  }

  private static void answer(
      DeviceSession session, CompletionStage<ServerFrame> answer, Failure otherwise) {
    answer.whenComplete((frame, fault) ->
        session
            .executor()
            .execute(() -> {
              if (session.current()) {
                session.send(frame == null ? otherwise : frame);
              }
            }));
  }

  private void refuseForRate(Peer peer, ClientFrame frame) {
    if (frame instanceof Send send) {
      sends.refuse(peer.submitter(), send, ErrorCode.RATE_LIMITED);
    } else {
      peer.session().close(CloseCode.RATE_LIMITED);
    }
  }
}
