package dev.letterlock.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Where a server is said to be, and what it says before and in a WebSocket: whatever the bytes, an
 * address is refused or written in a form that means the same, the answer to the upgrade is taken
 * or refused, and frames are handed on within the limit or refused by their own exception. {@code
 * JAZZER_FUZZ=1 mvn test -pl client -am -Dtest=TransportFuzzTest#frames} looks for more.
 */
class TransportFuzzTest {
  private static final int LIMIT = 1 << 16;

  @FuzzTest
  void serverUrl(byte[] bytes) {
    try {
      ServerUrl url = ServerUrl.parse(new String(bytes, StandardCharsets.UTF_8));
      assertThat(ServerUrl.parse(url.toString())).isEqualTo(url);
      assertThat(url.resolve("/v1/ws"))
          .hasScheme(url.tls() ? "https" : "http")
          .hasHost(url.host())
          .hasPort(url.port())
          .hasPath("/v1/ws");
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("(expected: ");
    }
  }

  @FuzzTest
  void upgrade(byte[] bytes) {
    ConnectRequest request =
        new ConnectRequest(
            new ServerUrl(false, "127.0.0.1", 80), "/v1/ws", "letterlock.v1", null, null, LIMIT);
    Upgrade.Answer answer =
        new Upgrade(request, new MaskSource(new SecureRandom()))
            .readAnswer(Unpooled.wrappedBuffer(bytes));
    if (answer != null) {
      assertThat(answer.accepted()).isFalse();
    }
  }

  @FuzzTest
  void frames(byte[] bytes) {
    FrameReader reader = new FrameReader(LIMIT, new WithinLimits());
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    try {
      reader.read(in);
    } catch (ProtocolViolation e) {
      assertThat(e).hasMessageContaining("(expected: ");
    } finally {
      reader.release();
    }
  }

  private record WithinLimits() implements FrameReader.Sink {
    @Override
    public void message(ByteBuf message) {
      assertThat(message.readableBytes()).isLessThanOrEqualTo(LIMIT);
    }

    @Override
    public void ping(ByteBuf payload) {
      assertThat(payload.readableBytes()).isLessThan(126);
    }

    @Override
    public void close(ByteBuf payload) {
      assertThat(payload.readableBytes()).isLessThan(126);
    }
  }
}
