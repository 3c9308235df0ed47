package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.GoAway;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.KeysLow;
import dev.letterlock.protocol.frame.server.Pong;
import dev.letterlock.protocol.frame.server.PreKeyBundles;
import dev.letterlock.protocol.frame.server.Receipt;
import dev.letterlock.protocol.frame.server.RosterMismatch;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.UnknownServerFrame;
import dev.letterlock.protocol.frame.server.Welcome;
import io.netty.buffer.ByteBuf;

/**
 * Makes bytes of what the server sends (server side). Stateless; appends to a buffer that stays the
 * caller's. A frame that breaks its limits is refused with {@link IllegalArgumentException}.
 *
 * <p>On the hot path use {@link DeliverCodec}, {@link AcceptedWriter} and {@link ReceiptWriter}
 * instead of frame objects.
 */
public final class ServerFrameEncoder {
  private ServerFrameEncoder() {}

  /** Bytes of the frame. */
  public static int size(ServerFrame frame) {
    return switch (frame) {
      case Welcome _ -> WelcomeCodec.size();
      case Accepted accepted -> AcceptedCodec.size(accepted);
      case RosterMismatch mismatch -> RosterMismatchCodec.size(mismatch);
      case Deliver deliver -> DeliverCodec.size(deliver);
      case InboxDrained _ -> InboxDrainedCodec.size();
      case Gap _ -> GapCodec.size();
      case Receipt receipt -> ReceiptCodec.size(receipt);
      case PreKeyBundles bundles -> PreKeyBundlesCodec.size(bundles);
      case KeysLow _ -> KeysLowCodec.size();
      case Pong _ -> PongCodec.size();
      case GoAway _ -> GoAwayCodec.size();
      case Failure _ -> FailureCodec.size();
      case UnknownServerFrame _ -> Wire.HEADER_SIZE;
    };
  }

  /** Appends the frame; an unknown one as a bare header. */
  public static void write(ServerFrame frame, ByteBuf out) {
    switch (frame) {
      case Welcome welcome -> WelcomeCodec.write(welcome, out);
      case Accepted accepted -> AcceptedCodec.write(accepted, out);
      case RosterMismatch mismatch -> RosterMismatchCodec.write(mismatch, out);
      case Deliver deliver -> DeliverCodec.write(deliver, out);
      case InboxDrained drained -> InboxDrainedCodec.write(drained, out);
      case Gap gap -> GapCodec.write(gap, out);
      case Receipt receipt -> ReceiptCodec.write(receipt, out);
      case PreKeyBundles bundles -> PreKeyBundlesCodec.write(bundles, out);
      case KeysLow low -> KeysLowCodec.write(low, out);
      case Pong pong -> PongCodec.write(pong, out);
      case GoAway goAway -> GoAwayCodec.write(goAway, out);
      case Failure failure -> FailureCodec.write(failure, out);
      case UnknownServerFrame unknown -> out.writeByte(unknown.typeCode()).writeByte(0);
    }
  }
}
