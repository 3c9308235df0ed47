package dev.letterlock.protocol.codec.client;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.MessageFlags;
import dev.letterlock.protocol.codec.FrameHead;
import dev.letterlock.protocol.frame.client.ClientFrame;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.client.UnsupportedSend;
import dev.letterlock.protocol.id.Id;
import io.netty.buffer.ByteBuf;

/**
 * Bytes of a Send (docs/PROTOCOL.md §4.2). What is written comes from an {@link OutgoingSend}; what
 * is read becomes a {@link Send}, which knows the layout since it is a view of it.
 */
final class SendCodec {
  private SendCodec() {}

  /** Lets {@code view} view the frame; the frame's size was checked. */
  static ClientFrame read(ByteBuf buffer, int index, int length, Send view) {
    int route = buffer.getUnsignedByte(index + Send.ROUTE_OFFSET);
    if (!Send.isKnownRoute(route)) {
      return new UnsupportedSend(buffer.getInt(index + Send.REF_OFFSET), route);
    }
    view.wrap(buffer, index, length);
    return view;
  }

  static int size(OutgoingSend send) {
    int size = FrameType.SEND.minSize() + send.slice().size();
    if (send.collapseTag() != null) {
      size += Id.SIZE;
    }
    for (Entry entry : send.entries()) {
      size += Send.ENTRY_FIXED_SIZE + entry.header().size();
    }
    return size;
  }

  static void write(OutgoingSend send, ByteBuf out) {
    FrameHead.write(FrameType.SEND, flags(send), size(send), out);
    out.writeInt(send.ref());
    send.messageId().writeTo(out);
    out.writeByte(send.isToGroup() ? Send.ROUTE_GROUP : Send.ROUTE_DIRECT);
    send.recipient().writeTo(out);
    send.conversation().writeTo(out);
    out.writeLong(send.expiry());
    out.writeLong(send.recipientListVersion()).writeLong(send.senderListVersion());
    if (send.collapseTag() != null) {
      out.writeLong(send.collapseTag().getMostSignificantBits());
      out.writeLong(send.collapseTag().getLeastSignificantBits());
    }
    out.writeInt(send.slice().size());
    send.slice().writeTo(out);
    out.writeShort(send.entries().size());
    for (Entry entry : send.entries()) {
      writeEntry(entry, out);
    }
  }

  static void write(Send send, ByteBuf out) {
    out.writeBytes(send.buffer(), send.frameOffset(), send.frameLength());
  }

  private static void writeEntry(Entry entry, ByteBuf out) {
    out.writeByte(entry.userSlot()).writeInt(entry.device()).writeInt(entry.registration());
    out.writeShort(entry.header().size());
    entry.header().writeTo(out);
  }

  private static int flags(OutgoingSend send) {
    int tag = send.collapseTag() == null ? 0 : MessageFlags.COLLAPSE_TAG;
    return MessageFlags.of(send.messageClass(), send.partial()) | tag;
  }
}
