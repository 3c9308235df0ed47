package dev.letterlock.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.letterlock.protocol.ProtocolException;
import dev.letterlock.protocol.codec.client.ClientFrameDecoder;
import dev.letterlock.protocol.codec.server.ServerFrameDecoder;
import dev.letterlock.protocol.codec.server.ServerFrameEncoder;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.frame.server.UnknownServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/**
 * Both decoders: whatever the bytes, they refuse them by their own exception or read them without
 * moving an index; a server frame that was read is written as the same bytes. A normal run replays
 * the corpus beside this class, which are the vectors of docs/vectors/frames.json; {@code
 * JAZZER_FUZZ=1 mvn test -pl protocol -am -Dtest=FramesFuzzTest#clientFrame} looks for more.
 */
class FramesFuzzTest {

  @FuzzTest
  void clientFrame(byte[] bytes) {
    refusesOrReads(frame -> assertThat(new ClientFrameDecoder().read(frame)).isNotNull(), bytes);
  }

  @FuzzTest
  void serverFrame(byte[] bytes) {
    refusesOrReads(
        buffer -> {
          ServerFrame frame = new ServerFrameDecoder().read(buffer);
          if (!(frame instanceof UnknownServerFrame)) {
            ByteBuf again = Unpooled.buffer();
            ServerFrameEncoder.write(frame, again);
            assertThat(ByteBufUtil.getBytes(again)).isEqualTo(bytes);
          }
        },
        bytes);
  }

  private static void refusesOrReads(Consumer<ByteBuf> decoder, byte[] bytes) {
    ByteBuf frame = Unpooled.wrappedBuffer(bytes);
    try {
      decoder.accept(frame);
    } catch (ProtocolException e) {
      assertThat(e).hasMessageContaining("(expected: ");
    }
    assertThat(frame.readableBytes()).isEqualTo(bytes.length);
  }
}
