package dev.letterlock.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest implements FrameReader.Sink {

  private final List<String> heard = new ArrayList<>();
  private final FrameReader reader = new FrameReader(1000, this);

  @Override
  public void message(ByteBuf message) {
    heard.add("message " + ByteBufUtil.hexDump(message));
  }

  @Override
  public void ping(ByteBuf payload) {
    heard.add("ping " + ByteBufUtil.hexDump(payload));
  }

  @Override
  public void close(ByteBuf payload) {
    heard.add("close " + ByteBufUtil.hexDump(payload));
  }

  @Test
  void hearsTheSameAtEverySplitPoint() {
    byte[] stream = bytes("82020102" + "8901ff" + "020103" + "8a00" + "800104" + "880203e8");
    List<String> expected = List.of("message 0102", "ping ff", "message 0304", "close 03e8");
    for (int split = 0; split <= stream.length; split++) {
      heard.clear();
      ByteBuf in = Unpooled.buffer();
      in.writeBytes(stream, 0, split);
      reader.read(in);
      in.writeBytes(stream, split, stream.length - split);
      reader.read(in);
      assertThat(heard).as("split at %d", split).isEqualTo(expected);
      assertThat(in.isReadable()).isFalse();
    }
  }

  @Test
  void refusesWhatAServerMustNotSend() {
    refuses("c20101", ProtocolViolation.PROTOCOL_ERROR);
    refuses("828100000000aa", ProtocolViolation.PROTOCOL_ERROR);
    refuses("0900", ProtocolViolation.PROTOCOL_ERROR);
    refuses("897e0100", ProtocolViolation.PROTOCOL_ERROR);
    refuses("8300", ProtocolViolation.PROTOCOL_ERROR);
    refuses("8000", ProtocolViolation.PROTOCOL_ERROR);
    refuses("0201aa8201bb", ProtocolViolation.PROTOCOL_ERROR);
    refuses("8100", ProtocolViolation.UNSUPPORTED);
  }

  @Test
  void refusesTooMuchBeforeKeepingIt() {
    refuses("827e03e9", ProtocolViolation.TOO_BIG);
    refuses("827f0000000100000000", ProtocolViolation.TOO_BIG);
    refuses("827fffffffffffffffff", ProtocolViolation.TOO_BIG);
    refuses("0201aa" + "807e03e8", ProtocolViolation.TOO_BIG);
  }

  private void refuses(String hex, int code) {
    FrameReader fresh = new FrameReader(1000, this);
    assertThatThrownBy(() -> fresh.read(Unpooled.wrappedBuffer(bytes(hex))))
        .as(hex)
        .isInstanceOfSatisfying(
            ProtocolViolation.class, violation -> assertThat(violation.code()).isEqualTo(code));
    fresh.release();
  }

  private static byte[] bytes(String hex) {
    return ByteBufUtil.decodeHexDump(hex);
  }
}
