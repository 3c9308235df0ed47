package dev.letterlock.protocol.codec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.TrackedBuffers;
import dev.letterlock.protocol.frame.server.Accepted;
import dev.letterlock.protocol.frame.server.Accepted.FullInbox;
import dev.letterlock.protocol.frame.server.Accepted.Range;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AcceptedWriterTest {
  @RegisterExtension private final TrackedBuffers buffers = new TrackedBuffers();
  private final AcceptedWriter writer = new AcceptedWriter();

  @Test
  void joinsSendsThatFollowInRefAndTime() {
    writer.add(1, 1000);
    writer.add(2, 1001);
    writer.add(3, 1002);
    assertThat(written().ranges()).containsExactly(new Range(1, 3, 1000));
  }

  @Test
  void beginsARangeAfterAStepInRefOrTime() {
    writer.add(1, 1000);
    writer.add(3, 1001);
    writer.add(4, 1003);
    assertThat(written().ranges())
        .containsExactly(new Range(1, 1, 1000), new Range(3, 3, 1001), new Range(4, 4, 1003));
  }

  @Test
  void namesFullInboxesWithUnsignedRefsAndDevices() {
    writer.add(-2, 5);
    writer.addFull(-2, 7, 8, -1);
    writer.add(-1, 6);
    for (int device = 1; device <= 9; device++) {
      writer.addFull(-1, 7, 8, device);
    }
    Accepted accepted = written();
    assertThat(accepted.ranges()).containsExactly(new Range(-2, -1, 5));
    assertThat(accepted.full())
        .hasSize(10)
        .startsWith(full(-2, -1), full(-1, 1))
        .endsWith(full(-1, 9));
  }

  @Test
  void beginsAnewAfterEachFrame() {
    writer.add(1, 1000);
    writer.addFull(1, 7, 8, 1);
    written();
    assertThat(writer.isEmpty()).isTrue();
    writer.add(2, 1001);
    assertThat(written()).isEqualTo(new Accepted(List.of(new Range(2, 2, 1001)), List.of()));
  }

  @Test
  void hasRoomForAsMuchAsAFrameMayHold() {
    assertThat(writer.hasRoom(Wire.MAX_FULL_INBOXES)).isTrue();
    assertThat(writer.hasRoom(Wire.MAX_FULL_INBOXES + 1)).isFalse();
    for (int ref = 1; ref <= Wire.MAX_ACCEPTED_RANGES; ref++) {
      assertThat(writer.hasRoom(4)).isTrue();
      writer.add(ref, 2L * ref);
      for (int device = 0; device < 4; device++) {
        writer.addFull(ref, 1, 2, device);
      }
    }
    assertThat(writer.hasRoom(0)).isFalse();
    assertThat(writer.size()).isEqualTo(FrameType.ACCEPTED.maxSize());
    assertThat(written().full()).hasSize(Wire.MAX_FULL_INBOXES);
  }

  @Test
  void writesNoEmptyFrame() {
    assertThatIllegalArgumentException().isThrownBy(() -> writer.writeTo(buffers.empty()));
  }

  private Accepted written() {
    ByteBuf out = buffers.empty();
    int size = writer.size();
    writer.writeTo(out);
    assertThat(out.readableBytes()).isEqualTo(size);
    return (Accepted) new ServerFrameDecoder().read(out);
  }

  private static FullInbox full(int ref, int device) {
    return new FullInbox(ref, new DeviceAddress(new UserId(7, 8), device));
  }
}
