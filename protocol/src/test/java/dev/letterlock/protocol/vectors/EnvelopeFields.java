package dev.letterlock.protocol.vectors;

import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.codec.FrameBytes;
import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.envelope.Envelope;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/** An envelope as a record, since the real one is a view of bytes. */
record EnvelopeFields(
    MessageClass messageClass,
    boolean partial,
    boolean group,
    long time,
    long expiry,
    DeviceAddress sender,
    ConversationId conversation,
    MessageId messageId,
    OpaqueBytes header,
    OpaqueBytes slice) {
  static EnvelopeFields of(Envelope envelope) {
    return new EnvelopeFields(
        envelope.messageClass(),
        envelope.isPartial(),
        envelope.isGroup(),
        envelope.time(),
        envelope.expiry(),
        envelope.sender(),
        envelope.conversation(),
        envelope.messageId(),
        OpaqueBytes.wrap(envelope.copyHeader()),
        OpaqueBytes.wrap(envelope.copySlice()));
  }

  Envelope toEnvelope() {
    ByteBuf frame = Unpooled.wrappedBuffer(FrameBytes.write(asSent()));
    Send send = (Send) new ClientFrameDecoder().read(frame);
    ByteBuf out = Unpooled.buffer();
    UserId user = sender.user();
    if (group) {
      EnvelopeCodec.writeGroup(send, user.high(), user.low(), sender.device(), time, expiry, out);
    } else {
      EnvelopeCodec.write(send, 0, user.high(), user.low(), sender.device(), time, expiry, out);
    }
    return EnvelopeCodec.read(out, 0, out.readableBytes());
  }

  private OutgoingSend asSent() {
    if (group) {
      return OutgoingSend.toGroup(messageClass, messageId, conversation, 1, 0, 0, slice);
    }
    return new OutgoingSend(
        1,
        messageClass,
        partial,
        messageId,
        new UserId(1, 1),
        conversation,
        0,
        0,
        0,
        null,
        slice,
        List.of(new Entry(OutgoingSend.RECIPIENT_SLOT, 1, 1, header)));
  }
}
