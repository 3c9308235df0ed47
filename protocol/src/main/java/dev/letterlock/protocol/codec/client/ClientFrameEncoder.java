package dev.letterlock.protocol.codec.client;

import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.ClaimPreKeys;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.frame.client.KeyCount;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Ping;
import dev.letterlock.protocol.frame.client.ReadReceipt;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.client.UnknownClientFrame;
import dev.letterlock.protocol.frame.client.UnsupportedSend;
import io.netty.buffer.ByteBuf;

/**
 * Makes bytes of what a client sends (client side). Stateless; appends to a buffer that stays the
 * caller's. A frame that breaks its limits is refused with {@link IllegalArgumentException}.
 */
public final class ClientFrameEncoder {
  private ClientFrameEncoder() {}

  /** Bytes of the Send. */
  public static int size(OutgoingSend send) {
    return SendCodec.size(send);
  }

  /** Appends the Send. */
  public static void write(OutgoingSend send, ByteBuf out) {
    SendCodec.write(send, out);
  }

  /** Bytes of the frame. */
  public static int size(ClientFrame frame) {
    return switch (frame) {
      case Hello hello -> HelloCodec.size(hello);
      case Send send -> send.frameLength();
      case Ack _ -> AckCodec.size();
      case ReadReceipt receipt -> ReadReceiptCodec.size(receipt);
      case ClaimPreKeys claim -> ClaimPreKeysCodec.size(claim);
      case KeyCount _ -> KeyCountCodec.size();
      case Ping _ -> PingCodec.size();
      case UnsupportedSend _ -> throw unwritable(frame);
      case UnknownClientFrame _ -> Wire.HEADER_SIZE;
    };
  }

  /**
   * Appends the frame; an unknown one as a bare header.
   *
   * @throws IllegalArgumentException for an {@link UnsupportedSend}, whose bytes are not kept
   */
  public static void write(ClientFrame frame, ByteBuf out) {
    switch (frame) {
      case Hello hello -> HelloCodec.write(hello, out);
      case Send send -> SendCodec.write(send, out);
      case Ack ack -> AckCodec.write(ack, out);
      case ReadReceipt receipt -> ReadReceiptCodec.write(receipt, out);
      case ClaimPreKeys claim -> ClaimPreKeysCodec.write(claim, out);
      case KeyCount _ -> KeyCountCodec.write(out);
      case Ping ping -> PingCodec.write(ping, out);
      case UnsupportedSend _ -> throw unwritable(frame);
      case UnknownClientFrame unknown -> out.writeByte(unknown.typeCode()).writeByte(0);
    }
  }

  private static IllegalArgumentException unwritable(ClientFrame frame) {
    return new IllegalArgumentException("frame: " + frame + " (expected: one with bytes)");
  }
}
