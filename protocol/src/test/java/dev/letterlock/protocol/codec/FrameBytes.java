package dev.letterlock.protocol.codec;

import dev.letterlock.protocol.MessageFlags;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.codec.server.ServerFrameDecoder;
import dev.letterlock.protocol.codec.server.ServerFrameEncoder;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Frames of either side as records, to and from bytes; a Send is an {@link OutgoingSend} here. */
public final class FrameBytes {
  private FrameBytes() {}

  /** The bytes of a client frame, a server frame or an outgoing Send. */
  public static byte[] write(Record frame) {
    ByteBuf out = Unpooled.buffer();
    switch (frame) {
      case OutgoingSend send -> ClientFrameEncoder.write(send, out);
      case ClientFrame client -> ClientFrameEncoder.write(client, out);
      case ServerFrame server -> ServerFrameEncoder.write(server, out);
      default -> throw new IllegalArgumentException("frame: " + frame);
    }
    return ByteBufUtil.getBytes(out);
  }

  /** What the encoder says about the size before it writes. */
  public static int size(Record frame) {
    return switch (frame) {
      case OutgoingSend send -> ClientFrameEncoder.size(send);
      case ClientFrame client -> ClientFrameEncoder.size(client);
      case ServerFrame server -> ServerFrameEncoder.size(server);
      default -> throw new IllegalArgumentException("frame: " + frame);
    };
  }

  /** Reads as a server does if {@code fromClient}, else as a client. */
  public static Record read(boolean fromClient, ByteBuf buffer, int index, int length) {
    if (!fromClient) {
      return (Record) new ServerFrameDecoder().read(buffer, index, length);
    }
    ClientFrame frame = new ClientFrameDecoder().read(buffer, index, length);
    return frame instanceof Send send ? outgoing(send) : (Record) frame;
  }

  /** Reads a frame that fills the array. */
  public static Record read(boolean fromClient, byte[] bytes) {
    return read(fromClient, Unpooled.wrappedBuffer(bytes), 0, bytes.length);
  }

  /** True for what a client sends. */
  public static boolean isFromClient(Record frame) {
    return frame instanceof ClientFrame || frame instanceof OutgoingSend;
  }

  /** The record that writes the bytes of the view. */
  public static OutgoingSend outgoing(Send send) {
    UUID tag =
        send.hasCollapseTag() ? new UUID(send.collapseTagHigh(), send.collapseTagLow()) : null;
    return new OutgoingSend(
        send.ref(),
        MessageFlags.messageClass(send.flags()),
        send.isPartial(),
        new MessageId(send.messageIdHigh(), send.messageIdLow()),
        new UserId(send.recipientHigh(), send.recipientLow()),
        new ConversationId(send.conversationHigh(), send.conversationLow()),
        send.expiry(),
        send.recipientListVersion(),
        send.senderListVersion(),
        tag,
        OpaqueBytes.copyOf(send.buffer(), send.sliceOffset(), send.sliceLength()),
        entries(send));
  }

  private static List<OutgoingSend.Entry> entries(Send send) {
    List<OutgoingSend.Entry> entries = new ArrayList<>();
    for (int i = 0; i < send.entryCount(); i++) {
      OpaqueBytes header =
          OpaqueBytes.copyOf(send.buffer(), send.entryHeaderOffset(i), send.entryHeaderLength(i));
      entries.add(
          new OutgoingSend.Entry(
              send.entryUserSlot(i), send.entryDevice(i), send.entryRegistration(i), header));
    }
    return entries;
  }
}
