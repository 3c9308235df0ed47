package dev.letterlock.protocol.codec.server;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.frame.server.Deliver;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.UnknownServerFrame;
import io.netty.buffer.ByteBuf;

/**
 * Makes frames of what the server has sent (client side). One thread at a time. The envelope of a
 * {@link Deliver} is a view of the buffer, which stays the caller's; everything else is copied. No
 * index of the buffer is moved.
 */
public final class ServerFrameDecoder {
  private final FieldReader fields = new FieldReader();

  /** Reads the frame that fills the readable bytes of {@code frame}. */
  public ServerFrame read(ByteBuf frame) {
    return read(frame, frame.readerIndex(), frame.readableBytes());
  }

  /**
   * Reads the frame that fills {@code length} bytes from {@code index}.
   *
   * @return the frame; an {@link UnknownServerFrame} for a type that no server of this version
   *     sends
   * @throws ProtocolException if the bytes break a rule; the connection has to be closed
   */
  public ServerFrame read(ByteBuf buffer, int index, int length) {
    if (length < Wire.HEADER_SIZE) {
      throw ProtocolException.malformed("frame length", length, "at least " + Wire.HEADER_SIZE);
    }
    int code = buffer.getUnsignedByte(index);
    FrameType type = FrameType.of(code);
    if (type == null || type.direction() != FrameType.Direction.SERVER) {
      return new UnknownServerFrame(code);
    }
    type.checkSize(length);
    fields.begin(type, buffer, index, length);
    ServerFrame frame = readFields(type);
    fields.end();
    return frame;
  }

  private ServerFrame readFields(FrameType type) {
    return switch (type) {
      case WELCOME -> WelcomeCodec.read(fields);
      case ACCEPTED -> AcceptedCodec.read(fields);
      case ROSTER_MISMATCH -> RosterMismatchCodec.read(fields);
      case DELIVER -> DeliverCodec.read(fields);
      case INBOX_DRAINED -> InboxDrainedCodec.read(fields);
      case GAP -> GapCodec.read(fields);
      case RECEIPT -> ReceiptCodec.read(fields);
      case PRE_KEY_BUNDLES -> PreKeyBundlesCodec.read(fields);
      case KEYS_LOW -> KeysLowCodec.read(fields);
      case PONG -> PongCodec.read(fields);
      case GO_AWAY -> GoAwayCodec.read(fields);
      case FAILURE -> FailureCodec.read(fields);
      case HELLO, SEND, ACK, READ_RECEIPT, CLAIM_PRE_KEYS, KEY_COUNT, PING ->
          throw new AssertionError(type);
    };
  }
}
