package dev.letterlock.protocol.codec.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.StoredFlags;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FieldReader;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.client.UnknownClientFrame;
import io.netty.buffer.ByteBuf;

/**
 * Makes frames of what a client has sent (server side). One decoder for each event loop: it owns
 * one {@link Send}, which is valid until the next frame is read. Copies nothing of a Send and moves
 * no index of the buffer, which stays the caller's.
 */
public final class ClientFrameDecoder {
  private final FieldReader fields = new FieldReader();
  private final Send send = new Send();

  /** Reads the frame that fills the readable bytes of {@code frame}. */
  public ClientFrame read(ByteBuf frame) {
    return read(frame, frame.readerIndex(), frame.readableBytes());
  }

  /**
   * Reads the frame that fills {@code length} bytes from {@code index}.
   *
   * @return the frame; an {@link UnknownClientFrame} for a type that no client of this version
   *     sends
   * @throws ProtocolException if the bytes break a rule; the connection has to be closed
   */
  public ClientFrame read(ByteBuf buffer, int index, int length) {
    if (length < Wire.HEADER_SIZE) {
      throw ProtocolException.malformed("frame length", length, "at least " + Wire.HEADER_SIZE);
    }
    int code = buffer.getUnsignedByte(index);
    FrameType type = FrameType.of(code);
    if (type == null || type.direction() != FrameType.Direction.CLIENT) {
      return new UnknownClientFrame(code);
    }
    type.checkSize(length);
    return type == FrameType.SEND
        ? SendCodec.read(buffer, index, length, send)
        : readFields(type, buffer, index, length);
  }

  private ClientFrame readFields(FrameType type, ByteBuf buffer, int index, int length) {
    boolean confirming = type == FrameType.HELLO || type == FrameType.ACK;
    fields.begin(type, StoredFlags.of(confirming), buffer, index, length);
    ClientFrame frame =
        switch (type) {
          case HELLO -> HelloCodec.read(fields);
          case ACK -> AckCodec.read(fields);
          case READ_RECEIPT -> ReadReceiptCodec.read(fields);
          case CLAIM_PRE_KEYS -> ClaimPreKeysCodec.read(fields);
          case KEY_COUNT -> KeyCountCodec.read();
          case PING -> PingCodec.read(fields);
          case SEND,
              WELCOME,
              ACCEPTED,
              ROSTER_MISMATCH,
              DELIVER,
              INBOX_DRAINED,
              GAP,
              RECEIPT,
              PRE_KEY_BUNDLES,
              KEYS_LOW,
              PONG,
              GO_AWAY,
              FAILURE ->
              throw new AssertionError(type);
        };
    fields.end();
    return frame;
  }
}
