package dev.letterlock.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.frame.client.Ack;
import dev.letterlock.protocol.frame.client.Hello;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FrameRoundTripTest {
  private static final int ROUNDS = 200;

  @RegisterExtension private final TrackedBuffers buffers = new TrackedBuffers();
  private final RandomFrames frames = RandomFrames.seeded();

  @Test
  void readsBackEveryFrameThatItWrote() {
    for (int round = 0; round < ROUNDS; round++) {
      for (Record frame : frames.oneOfEach()) {
        byte[] bytes = FrameBytes.write(frame);
        assertThat(FrameBytes.size(frame)).isEqualTo(bytes.length);
        assertThat(FrameBytes.read(FrameBytes.isFromClient(frame), bytes)).isEqualTo(frame);
      }
    }
  }

  @Test
  void coversEveryFrameType() {
    Set<FrameType> types = EnumSet.noneOf(FrameType.class);
    for (Record frame : frames.oneOfEach()) {
      types.add(Objects.requireNonNull(FrameType.of(FrameBytes.write(frame)[0])));
    }
    assertThat(types).containsExactlyInAnyOrder(FrameType.values());
  }

  @Test
  void readsAFrameAmongOthersWithoutTouchingThem() {
    for (Record frame : frames.oneOfEach()) {
      byte[] bytes = FrameBytes.write(frame);
      ByteBuf buffer = buffers.empty().writeZero(7).writeBytes(bytes).writeZero(5);
      assertThat(FrameBytes.read(FrameBytes.isFromClient(frame), buffer, 7, bytes.length))
          .isEqualTo(frame);
      assertThat(buffer.readerIndex()).isZero();
      assertThat(buffer.writerIndex()).isEqualTo(12 + bytes.length);
    }
  }

  @Test
  void refusesEveryTruncation() {
    for (Record frame : frames.oneOfEach()) {
      byte[] bytes = FrameBytes.write(frame);
      ByteBuf buffer = buffers.of(bytes);
      for (int length = 0; length < bytes.length; length++) {
        assertRefused(frame, buffer, length);
      }
    }
  }

  @Test
  void refusesEveryAppendedByte() {
    for (Record frame : frames.oneOfEach()) {
      byte[] bytes = FrameBytes.write(frame);
      ByteBuf buffer = buffers.of(Arrays.copyOf(bytes, bytes.length + 1));
      for (int appended = 0; appended < 256; appended++) {
        buffer.setByte(bytes.length, appended);
        assertRefused(frame, buffer, bytes.length + 1);
      }
    }
  }

  @Test
  void refusesEveryUnknownFlag() {
    for (Record frame : frames.oneOfEach()) {
      ByteBuf buffer = buffers.of(FrameBytes.write(frame));
      int known =
          switch (frame) {
            case OutgoingSend _ -> 0b1111;
            case Hello _, Ack _ -> 0b1;
            default -> 0;
          };
      for (int flags = 1; flags < 256; flags++) {
        if ((flags & ~known) != 0) {
          buffer.setByte(1, flags);
          assertRefused(frame, buffer, buffer.readableBytes());
        }
      }
    }
  }

  private static void assertRefused(Record frame, ByteBuf buffer, int length) {
    boolean fromClient = FrameBytes.isFromClient(frame);
    assertThatExceptionOfType(ProtocolException.class)
        .as("%s cut to %d bytes", frame, length)
        .isThrownBy(() -> FrameBytes.read(fromClient, buffer, 0, length))
        .matches(fault -> fault.error() == ErrorCode.MALFORMED);
  }
}
