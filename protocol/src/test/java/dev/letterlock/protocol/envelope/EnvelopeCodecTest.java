package dev.letterlock.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.MessageFlags;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.codec.RandomFrames;
import dev.letterlock.protocol.codec.TrackedBuffers;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EnvelopeCodecTest {
  private static final int INDEX = 4;
  private static final int ENTRY = 0;

  @RegisterExtension private final TrackedBuffers buffers = new TrackedBuffers();
  private final Send send = RandomFrames.seeded().send();
  private final ByteBuf buffer = buffers.empty().writeZero(INDEX);

  @Test
  void carriesWhatTheSendSaysAndWhoSentItWhen() {
    Envelope envelope = written();
    assertThat(envelope.time()).isEqualTo(-5);
    assertThat(envelope.expiry()).isEqualTo(99);
    assertThat(envelope.sender()).isEqualTo(new DeviceAddress(new UserId(1, 2), 3));
    assertThat(envelope.conversation())
        .isEqualTo(new ConversationId(send.conversationHigh(), send.conversationLow()));
    assertThat(envelope.messageId())
        .isEqualTo(new MessageId(send.messageIdHigh(), send.messageIdLow()));
    assertThat(envelope.messageClass()).isEqualTo(MessageFlags.messageClass(send.flags()));
    assertThat(envelope.isPartial()).isEqualTo(send.isPartial());
    assertThat(envelope.copyHeader())
        .isEqualTo(bytes(send.entryHeaderOffset(ENTRY), send.entryHeaderLength(ENTRY)));
    assertThat(envelope.copySlice()).isEqualTo(bytes(send.sliceOffset(), send.sliceLength()));
  }

  @Test
  void isTheSameForAllDevicesOfAGroup() {
    Send toGroup = RandomFrames.seeded().sendToGroup();
    EnvelopeCodec.writeGroup(toGroup, 1, 2, 3, -5, 99, buffer);
    Envelope envelope = EnvelopeCodec.read(buffer, INDEX, buffer.writerIndex() - INDEX);

    assertThat(envelope.isGroup()).isTrue();
    assertThat(envelope.isPartial()).isFalse();
    assertThat(envelope.messageClass()).isEqualTo(MessageFlags.messageClass(toGroup.flags()));
    assertThat(envelope.sender()).isEqualTo(new DeviceAddress(new UserId(1, 2), 3));
    assertThat(envelope.copyHeader()).isEmpty();
    assertThat(envelope.slice().readableBytes()).isEqualTo(toGroup.sliceLength());
    assertThat(envelope.length()).isEqualTo(EnvelopeCodec.groupSize(toGroup));
  }

  @Test
  void canBeReadInPlaceAtFixedOffsets() {
    written();
    assertThat(EnvelopeCodec.time(buffer, INDEX)).isEqualTo(buffer.getLong(INDEX + 1));
    assertThat(EnvelopeCodec.expiry(buffer, INDEX)).isEqualTo(buffer.getLong(INDEX + 9));
    assertThat(EnvelopeCodec.senderHigh(buffer, INDEX)).isEqualTo(1);
    assertThat(EnvelopeCodec.senderLow(buffer, INDEX)).isEqualTo(2);
    assertThat(EnvelopeCodec.senderDevice(buffer, INDEX)).isEqualTo(3);
    assertThat(EnvelopeCodec.conversationHigh(buffer, INDEX)).isEqualTo(send.conversationHigh());
    assertThat(EnvelopeCodec.conversationLow(buffer, INDEX)).isEqualTo(send.conversationLow());
    assertThat(EnvelopeCodec.messageIdHigh(buffer, INDEX)).isEqualTo(send.messageIdHigh());
    assertThat(EnvelopeCodec.messageIdLow(buffer, INDEX)).isEqualTo(send.messageIdLow());
  }

  @Test
  void hasTheSizeOfItsParts() {
    Envelope envelope = written();
    assertThat(envelope.length())
        .isEqualTo(EnvelopeCodec.size(send, ENTRY))
        .isEqualTo(75 + send.entryHeaderLength(ENTRY) + send.sliceLength());
  }

  @Test
  void neverShowsTheCollapseTagToTheRecipient() {
    assertThat(written().flags() & MessageFlags.COLLAPSE_TAG).isZero();
  }

  @Test
  void takesTheTimeLater() {
    Envelope envelope = written();
    EnvelopeCodec.setTime(buffer, INDEX, 1_234);
    assertThat(envelope.time()).isEqualTo(1_234);
    assertThat(envelope.expiry()).isEqualTo(99);
  }

  @Test
  void endsBeforeTheSliceWhenOnlyTheHeadIsWritten() {
    written();
    ByteBuf parts = buffers.empty();
    EnvelopeCodec.writeHead(send, ENTRY, 1, 2, 3, -5, 99, parts);
    parts.writeBytes(send.buffer(), send.sliceOffset(), send.sliceLength());
    assertThat(ByteBufUtil.hexDump(parts))
        .isEqualTo(ByteBufUtil.hexDump(buffer, INDEX, buffer.readableBytes() - INDEX));
  }

  @Test
  void isEqualToAnotherViewOfTheSameBytes() {
    Envelope envelope = written();
    ByteBuf copy = buffers.of(ByteBufUtil.getBytes(envelope.bytes()));
    Envelope other = EnvelopeCodec.read(copy, 0, copy.readableBytes());
    assertThat(other).isEqualTo(envelope).hasSameHashCodeAs(envelope);
    copy.setByte(copy.readableBytes() - 1, ~copy.getByte(copy.readableBytes() - 1));
    assertThat(other).isNotEqualTo(envelope);
  }

  @Test
  void refusesEveryOtherLength() {
    int length = written().length();
    buffer.writeZero(3);
    for (int wrong = 0; wrong < length + 3; wrong++) {
      if (wrong != length) {
        assertMalformed(wrong);
      }
    }
  }

  @Test
  void refusesRoutesAndFlagsThatItDoesNotKnow() {
    int length = written().length();
    for (int flags : new int[] {3, 8, 32, 64, 128}) {
      buffer.setByte(INDEX, flags);
      assertMalformed(length);
    }
  }

  private void assertMalformed(int length) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> EnvelopeCodec.read(buffer, INDEX, length))
        .matches(fault -> fault.error() == ErrorCode.MALFORMED);
  }

  private Envelope written() {
    EnvelopeCodec.write(send, ENTRY, 1, 2, 3, -5, 99, buffer);
    return EnvelopeCodec.read(buffer, INDEX, buffer.readableBytes() - INDEX);
  }

  private byte[] bytes(int offset, int length) {
    return ByteBufUtil.getBytes(send.buffer(), offset, length);
  }
}
