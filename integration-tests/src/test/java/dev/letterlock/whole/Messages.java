package dev.letterlock.whole;

import dev.letterlock.loadtest.provision.LoadDevice;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.PayloadSize;
import dev.letterlock.protocol.codec.client.ClientFrameEncoder;
import dev.letterlock.protocol.envelope.Envelope;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.OutgoingSend.Entry;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.MessageId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * Sends whose slice is a number and zeros instead of a ciphertext: the server cannot tell, and a
 * test can see at once which message arrived.
 */
final class Messages {
  private static final long FIRST_LIST = 1;
  private static final OpaqueBytes HEADER = OpaqueBytes.wrap(new byte[PayloadSize.RECORD]);

  private Messages() {}

  /** A message to all devices of {@code to}; ref 1. */
  static OutgoingSend numbered(LoadUser from, LoadUser to, long number) {
    return numbered(from, to, number, PayloadSize.MIN_SLICE);
  }

  /** As {@link #numbered(LoadUser, LoadUser, long)}, of the largest size. */
  static OutgoingSend large(LoadUser from, LoadUser to, long number) {
    return numbered(from, to, number, PayloadSize.MAX_SLICE);
  }

  private static OutgoingSend numbered(LoadUser from, LoadUser to, long number, int size) {
    return new OutgoingSend(
        1,
        MessageClass.NORMAL,
        false,
        MessageId.of(UUID.randomUUID()),
        to.id(),
        People.conversation(from.id(), to.id()),
        0,
        FIRST_LIST,
        FIRST_LIST,
        null,
        slice(number, size),
        to.devices().stream().map(Messages::entry).toList());
  }

  /** The same message under the same id with another number inside. */
  static OutgoingSend withNumber(OutgoingSend send, long number) {
    return withSlice(send, slice(number, send.slice().size()));
  }

  /** The same message with an end, at a server time in µs. */
  static OutgoingSend expiring(OutgoingSend send, long expiry) {
    return new OutgoingSend(
        send.ref(),
        send.messageClass(),
        send.partial(),
        send.messageId(),
        send.recipient(),
        send.conversation(),
        expiry,
        send.recipientListVersion(),
        send.senderListVersion(),
        send.collapseTag(),
        send.slice(),
        send.entries());
  }

  /** The same message for other devices. */
  static OutgoingSend withEntries(OutgoingSend send, List<Entry> entries) {
    return new OutgoingSend(
        send.ref(),
        send.messageClass(),
        send.partial(),
        send.messageId(),
        send.recipient(),
        send.conversation(),
        send.expiry(),
        send.recipientListVersion(),
        send.senderListVersion(),
        send.collapseTag(),
        send.slice(),
        entries);
  }

  static OutgoingSend withSlice(OutgoingSend send, OpaqueBytes slice) {
    return new OutgoingSend(
        send.ref(),
        send.messageClass(),
        send.partial(),
        send.messageId(),
        send.recipient(),
        send.conversation(),
        send.expiry(),
        send.recipientListVersion(),
        send.senderListVersion(),
        send.collapseTag(),
        slice,
        send.entries());
  }

  static OutgoingSend inConversation(OutgoingSend send, UUID conversation) {
    return new OutgoingSend(
        send.ref(),
        send.messageClass(),
        send.partial(),
        send.messageId(),
        send.recipient(),
        ConversationId.of(conversation),
        send.expiry(),
        send.recipientListVersion(),
        send.senderListVersion(),
        send.collapseTag(),
        send.slice(),
        send.entries());
  }

  static Entry entry(LoadDevice device) {
    return new Entry(
        OutgoingSend.RECIPIENT_SLOT, device.address().device(), device.registration(), HEADER);
  }

  /** The number inside a message. */
  static long numberOf(Envelope envelope) {
    return envelope.slice().getLong(envelope.slice().readerIndex());
  }

  /** The bytes of a Send as they travel. */
  static byte[] bytes(OutgoingSend send) {
    ByteBuf frame = Unpooled.buffer(ClientFrameEncoder.size(send));
    ClientFrameEncoder.write(send, frame);
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    return bytes;
  }

  private static OpaqueBytes slice(long number, int size) {
    return OpaqueBytes.wrap(ByteBuffer.allocate(size).putLong(number).array());
  }
}
