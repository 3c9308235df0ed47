package dev.letterlock.protocol.codec.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.FrameBytes;
import dev.letterlock.protocol.codec.RandomFrames;
import dev.letterlock.protocol.codec.TrackedBuffers;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendTest {
  private static final int SLICE_LENGTH_OFFSET = 79;
  private static final int COUNT_OFFSET = 83 + 3;
  private static final int SLOT_OFFSET = COUNT_OFFSET + 2;
  private static final int HEADER_LENGTH_OFFSET = SLOT_OFFSET + 9;

  @RegisterExtension private final TrackedBuffers buffers = new TrackedBuffers();
  private final ClientFrameDecoder decoder = new ClientFrameDecoder();

  @Test
  void showsEveryFieldInPlace() {
    ByteBuf frame = buffers.empty().writeZero(5);
    ClientFrameEncoder.write(small(new UUID(11, 12), entry(2)), frame);
    Send send = (Send) decoder.read(frame, 5, frame.readableBytes() - 5);
    assertThat(send.buffer()).isSameAs(frame);
    assertThat(send.frameOffset()).isEqualTo(5);
    assertThat(send.frameLength()).isEqualTo(frame.readableBytes() - 5);
    assertThat(send.ref()).isEqualTo(9);
    assertThat(send.hasCollapseTag()).isTrue();
    assertThat(send.collapseTagHigh()).isEqualTo(11);
    assertThat(send.collapseTagLow()).isEqualTo(12);
    assertThat(send.isPartial()).isTrue();
    assertThat(send.isEphemeral()).isFalse();
    assertThat(hex(frame, send.sliceOffset(), send.sliceLength())).isEqualTo("a1a2a3");
    assertThat(send.entryCount()).isEqualTo(1);
    assertThat(send.entryUserSlot(0)).isEqualTo(OutgoingSend.SENDER_SLOT);
    assertThat(send.entryDevice(0)).isEqualTo(21);
    assertThat(send.entryRegistration(0)).isEqualTo(22);
    assertThat(hex(frame, send.entryHeaderOffset(0), send.entryHeaderLength(0))).isEqualTo("0000");
  }

  @Test
  void hasNoCollapseTagUnlessTheFlagSaysSo() {
    Send send = (Send) decoder.read(buffers.of(FrameBytes.write(small(null, entry(2)))));
    assertThat(send.hasCollapseTag()).isFalse();
    assertThat(send.collapseTagHigh()).isZero();
    assertThat(send.collapseTagLow()).isZero();
  }

  @Test
  void hasTheSizesThatTheTableOfTypesSays() {
    assertThat(FrameBytes.size(withSlice(0))).isEqualTo(FrameType.SEND.minSize());
  }

  @Test
  void keepsItsContentWhenItIsSubmittedAgainUnderAnotherRef() {
    OutgoingSend first = RandomFrames.seeded().outgoingSend();
    String content = content(first);
    assertThat(content(first.withRef(first.ref() + 1))).isEqualTo(content);
    assertThat(content).hasSize(2 * (FrameBytes.size(first) - 6));
  }

  @Test
  void writesItsOwnBytesAgain() {
    byte[] bytes = FrameBytes.write(RandomFrames.seeded().outgoingSend());
    Send send = (Send) decoder.read(buffers.of(bytes));
    ByteBuf out = buffers.empty();
    ClientFrameEncoder.write(send, out);
    assertThat(ByteBufUtil.getBytes(out)).isEqualTo(bytes).hasSize(ClientFrameEncoder.size(send));
  }

  @Test
  void isTheSameViewForEachFrameOfADecoder() {
    Send first = (Send) decoder.read(buffers.of(FrameBytes.write(small(null, entry(2)))));
    OutgoingSend other = RandomFrames.seeded().outgoingSend();
    Send second = (Send) decoder.read(buffers.of(FrameBytes.write(other)));
    assertThat(second).isSameAs(first);
    assertThat(FrameBytes.outgoing(second)).isEqualTo(other);
  }

  @Test
  void takesTheLargestFrameAndNoLarger() {
    int rest = FrameBytes.size(small(null)) - 3;
    OutgoingSend largest = withSlice(Wire.MAX_FRAME - rest);
    Send send = (Send) decoder.read(buffers.of(FrameBytes.write(largest)));
    assertThat(send.sliceLength()).isEqualTo(largest.slice().size());
    ByteBuf larger = buffers.of(FrameBytes.write(largest)).writeByte(0);
    assertMalformed(larger);
  }

  @Test
  void takesSixtyFourEntriesAndNoMore() {
    OutgoingSend most = small(null, Collections.nCopies(64, entry(1)));
    assertThat(((Send) decoder.read(buffers.of(FrameBytes.write(most)))).entryCount())
        .isEqualTo(64);
    assertMalformed(buffers.of(FrameBytes.write(small(null, Collections.nCopies(65, entry(1))))));
  }

  @Test
  void takesHeadersOfTwoKibibytesAndNoMore() {
    Send send = (Send) decoder.read(buffers.of(FrameBytes.write(small(null, entry(2048)))));
    assertThat(send.entryHeaderLength(0)).isEqualTo(2048);
    assertMalformed(buffers.of(FrameBytes.write(small(null, entry(2049)))));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 0b1_0000, 0b10_0000, 0x40, 0x80, 0xFF})
  void refusesFlagsThatItDoesNotKnow(int flags) {
    ByteBuf frame = smallFrame();
    frame.setByte(1, flags);
    assertMalformed(frame);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 4, 0xFFFF, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL})
  void refusesASliceLengthThatMovesWhatFollows(long length) {
    ByteBuf frame = smallFrame();
    frame.setInt(SLICE_LENGTH_OFFSET, (int) length);
    assertMalformed(frame);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 64, 65, 0xFFFF})
  void refusesACountThatTheEntriesDoNotMatch(int count) {
    ByteBuf frame = smallFrame();
    frame.setShort(COUNT_OFFSET, count);
    assertMalformed(frame);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 2049, 0xFFFF})
  void refusesAHeaderLengthThatTheBytesDoNotMatch(int length) {
    ByteBuf frame = smallFrame();
    frame.setShort(HEADER_LENGTH_OFFSET, length);
    assertMalformed(frame);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 255})
  void refusesAUserSlotThatNamesNobody(int slot) {
    ByteBuf frame = smallFrame();
    frame.setByte(SLOT_OFFSET, slot);
    assertMalformed(frame);
  }

  @Test
  void refusesAnotherRouteWhenWrappedDirectly() {
    ByteBuf frame = smallFrame();
    frame.setByte(Send.ROUTE_OFFSET, 2);
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> new Send().wrap(frame, 0, frame.readableBytes()));
  }

  private void assertMalformed(ByteBuf frame) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> decoder.read(frame))
        .matches(fault -> fault.error() == ErrorCode.MALFORMED);
  }

  private String content(OutgoingSend outgoing) {
    ByteBuf frame = buffers.of(FrameBytes.write(outgoing));
    Send send = (Send) decoder.read(frame);
    return hex(frame, send.contentOffset(), send.contentLength());
  }

  private ByteBuf smallFrame() {
    return buffers.of(FrameBytes.write(small(null, entry(2))));
  }

  private static String hex(ByteBuf buffer, int offset, int length) {
    return ByteBufUtil.hexDump(buffer, offset, length);
  }

  private static OutgoingSend.Entry entry(int headerLength) {
    return new OutgoingSend.Entry(
        OutgoingSend.SENDER_SLOT, 21, 22, OpaqueBytes.wrap(new byte[headerLength]));
  }

  private static OutgoingSend withSlice(int length) {
    return small(null, new byte[length], List.of());
  }

  private static OutgoingSend small(@Nullable UUID tag, OutgoingSend.Entry... entries) {
    return small(tag, List.of(entries));
  }

  private static OutgoingSend small(@Nullable UUID tag, List<OutgoingSend.Entry> entries) {
    return small(tag, new byte[] {(byte) 0xA1, (byte) 0xA2, (byte) 0xA3}, entries);
  }

  private static OutgoingSend small(
      @Nullable UUID tag, byte[] slice, List<OutgoingSend.Entry> entries) {
    return new OutgoingSend(
        9,
        MessageClass.URGENT,
        true,
        new MessageId(1, 2),
        new UserId(3, 4),
        new ConversationId(5, 6),
        7,
        8,
        9,
        tag,
        OpaqueBytes.wrap(slice),
        entries);
  }
}
