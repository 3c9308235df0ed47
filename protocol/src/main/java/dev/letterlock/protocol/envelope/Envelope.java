package dev.letterlock.protocol.envelope;

import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.MessageFlags;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A view of one valid envelope (docs/PROTOCOL.md §6), as a client reads it. Nothing is copied or
 * retained: the view and the slices it hands out are valid as long as the frame's buffer is. Two
 * views are equal when their bytes are.
 */
public final class Envelope {
  private final ByteBuf buffer;
  private final int index;
  private final int length;

  Envelope(ByteBuf buffer, int index, int length) {
    this.buffer = buffer;
    this.index = index;
    this.length = length;
  }

  public MessageClass messageClass() {
    return MessageFlags.messageClass(flags());
  }

  /** True if the conversation is a group: the slice is a group message, the header is empty. */
  public boolean isGroup() {
    return MessageFlags.isGroup(flags());
  }

  public boolean isPartial() {
    return MessageFlags.isPartial(flags());
  }

  /** The flags byte; see {@link MessageFlags}. */
  public int flags() {
    return EnvelopeCodec.flags(buffer, index);
  }

  /** Server time at which the message was accepted, µs since 1970, u64. */
  public long time() {
    return EnvelopeCodec.time(buffer, index);
  }

  /** Server time after which the message is worthless, µs since 1970, u64; never 0. */
  public long expiry() {
    return EnvelopeCodec.expiry(buffer, index);
  }

  public DeviceAddress sender() {
    UserId user = UserId.read(buffer, index + EnvelopeCodec.SENDER_USER_OFFSET);
    return new DeviceAddress(user, EnvelopeCodec.senderDevice(buffer, index));
  }

  public ConversationId conversation() {
    return ConversationId.read(buffer, index + EnvelopeCodec.CONVERSATION_OFFSET);
  }

  public MessageId messageId() {
    return MessageId.read(buffer, index + EnvelopeCodec.MESSAGE_ID_OFFSET);
  }

  /** The per-device header: a slice that is not retained. */
  public ByteBuf header() {
    return buffer.slice(
        index + EnvelopeCodec.HEADER_OFFSET, EnvelopeCodec.headerLength(buffer, index));
  }

  /** The ciphertext that all addressed devices share: a slice that is not retained. */
  public ByteBuf slice() {
    return buffer.slice(
        EnvelopeCodec.sliceOffset(buffer, index), EnvelopeCodec.sliceLength(buffer, index));
  }

  /** A copy of the per-device header. */
  public byte[] copyHeader() {
    return ByteBufUtil.getBytes(header());
  }

  /** A copy of the ciphertext. */
  public byte[] copySlice() {
    return ByteBufUtil.getBytes(slice());
  }

  /** All bytes of the envelope: a slice that is not retained. */
  public ByteBuf bytes() {
    return buffer.slice(index, length);
  }

  /** Bytes of the envelope. */
  public int length() {
    return length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Envelope that
        && length == that.length
        && ByteBufUtil.equals(buffer, index, that.buffer, that.index, length);
  }

  @Override
  public int hashCode() {
    return Objects.hash(time(), messageId());
  }

  @Override
  public String toString() {
    return "Envelope[%s from %s, %d bytes]".formatted(messageId(), sender(), length);
  }
}
