package dev.letterlock.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.server.net.websocket.ClientFrames;
import dev.letterlock.server.net.websocket.CloseStatus;
import dev.letterlock.server.net.websocket.WebSocketLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketSessionHandlerTest {

  private static final Liveness LIVENESS = new Liveness(3, 6, 4, 5);
  private static final byte[] NONE = {};

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final EdgeLoop loop = new EdgeLoop(0, channel.eventLoop());
  private final Recorder session = new Recorder();

  @BeforeEach
  void open() {
    channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
    WebSocketConfig config =
        new WebSocketConfig(
            new WebSocketLimits(1000, 10, false),
            LIVENESS,
            (connection, upgraded) -> session.on(connection));
    Upgraded upgraded = new Upgraded(InetAddress.getLoopbackAddress(), "token");
    channel.pipeline().addLast(new WebSocketSessionHandler(channel, loop, config, upgraded));
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    assertThat(session.events.stream().filter("closed"::equals)).hasSize(1);
  }

  @Test
  void sendsAllFramesOfATurnInOnePiece() {
    session.replies = 30;
    receive(new ClientFrames().binary(new byte[10]));
    ByteBuf sent = Objects.requireNonNull(channel.readOutbound());
    assertThat(sent.readableBytes()).isEqualTo(30 * 12);
    assertThat(channel.outboundMessages()).isEmpty();
    sent.release();
  }

  @Test
  void sendsFramesThatFillSeveralBuffersInOrder() {
    session.replies = 200;
    byte[] payload = ClientFrames.payload(900);
    receive(new ClientFrames().binary(payload));
    byte[] all = sent();
    assertThat(all).hasSize(200 * 904);
    for (int at = 0; at < all.length; at += 904) {
      assertThat(Arrays.copyOfRange(all, at + 4, at + 904)).isEqualTo(payload);
    }
  }

  @Test
  void holdsNothingBetweenTurns() {
    receive(new ClientFrames().binary(NONE));
    assertThat(sent()).containsExactly(0x82, 0);
    assertThat(channel.outboundMessages()).isEmpty();
  }

  @Test
  void refusesAMessageOfAnotherLengthThanAnnounced() {
    Connection connection = session.connection();
    connection.begin(2).writeByte(1);
    assertThatThrownBy(connection::end).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tellsItsSessionOnceWhyItCloses() {
    channel.writeInbound(channel.alloc().buffer().writeBytes(hex("c180")));
    channel.writeInbound(channel.alloc().buffer().writeBytes(hex("c180")));
    assertThat(session.events).containsOnlyOnce("closing protocol-error");
  }

  @Test
  void sendsNothingAfterItsCloseFrame() {
    session.connection().close(new CloseStatus(4001, "x"));
    session.connection().begin(0);
    session.connection().end();
    channel.runPendingTasks();
    assertThat(sent()).isEqualTo(hex("88030fa178"));
  }

  @Test
  void closesWhenTheClientAnswersTheClose() {
    session.connection().close(CloseStatus.NORMAL);
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    receive(new ClientFrames().binary(NONE).close(1000, ""));
    assertThat(channel.isOpen()).isFalse();
    assertThat(session.events).doesNotContain("binary 0");
  }

  @Test
  void closesWhenTheClientDoesNotAnswerTheClose() {
    session.connection().close(CloseStatus.NORMAL);
    tick(1);
    assertThat(channel.isOpen()).isTrue();
    tick(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void pingsASilentClientOnceAndThenClosesIt() {
    tick(2);
    assertThat(sent()).isEmpty();
    tick(3);
    assertThat(sent()).isEqualTo(hex("8900"));
    tick(1);
    assertThat(text(sent())).endsWith("idle");
    assertThat(session.events).containsOnlyOnce("closing idle");
  }

  @Test
  void keepsAClientThatAnswersPings() {
    for (int i = 0; i < 10; i++) {
      tick(3);
      receive(new ClientFrames().frame(0x8A, NONE));
    }
    assertThat(sent()).hasSize(20);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void closesAClientThatNeverEndsAMessage() {
    for (int i = 0; i < 5; i++) {
      receive(new ClientFrames().frame(i == 0 ? 0x02 : 0x00, new byte[1]));
      tick(1);
    }
    assertThat(sent()).isEmpty();
    tick(1);
    assertThat(text(sent())).endsWith("message-late");
  }

  @Test
  void doesNotReadWhileTheClientDoesNot() {
    writable(false);
    assertThat(channel.config().isAutoRead()).isFalse();
    assertThat(session.connection().writable()).isFalse();
    writable(true);
    assertThat(channel.config().isAutoRead()).isTrue();
    assertThat(session.events).containsExactly("writability", "writability");
  }

  @Test
  void closesAClientThatDoesNotReadForTooLong() {
    writable(false);
    tick(3);
    assertThat(channel.isOpen()).isTrue();
    tick(3);
    assertThat(text(sent())).isEqualTo("\u0088\r\u000f\u00b5slow-reader");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void stopsReadingForASessionThatAsksForIt() {
    session.connection().reading(false);
    assertThat(channel.config().isAutoRead()).isFalse();
    writable(false);
    writable(true);
    assertThat(channel.config().isAutoRead()).isFalse();
    session.connection().reading(true);
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void closesWithAnInternalErrorWhenTheSessionFails() {
    session.failure = new IllegalStateException("secret");
    receive(new ClientFrames().binary(NONE));
    assertThat(text(sent())).contains("internal-error").doesNotContain("secret");
  }

  @Test
  void tellsTheSessionWhenATurnEnds() {
    receive(new ClientFrames().binary(NONE).binary(new byte[3]));
    assertThat(session.events).containsExactly("binary 0", "binary 3", "turn");
  }

  private void writable(boolean wanted) {
    Objects.requireNonNull(channel.unsafe().outboundBuffer()).setUserDefinedWritability(1, wanted);
    channel.runPendingTasks();
  }

  private void tick(int seconds) {
    for (int i = 0; i < seconds; i++) {
      loop.sweep().run();
      channel.runPendingTasks();
    }
  }

  private void receive(ClientFrames frames) {
    channel.writeInbound(channel.alloc().buffer().writeBytes(frames.toBytes()));
  }

  private byte[] sent() {
    ByteBuf all = channel.alloc().buffer();
    try {
      for (ByteBuf one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
        all.writeBytes(one);
        one.release();
      }
      return ByteBufUtil.getBytes(all);
    } finally {
      all.release();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static final class Recorder implements FrameSink {
    final List<String> events = new ArrayList<>();
    int replies = 1;
    @Nullable RuntimeException failure;
    private @Nullable Connection connection;

    FrameSink on(Connection opened) {
      connection = opened;
      return this;
    }

    Connection connection() {
      return Objects.requireNonNull(connection);
    }

    @Override
    public void binary(ByteBuf buffer, int index, int length) {
      if (failure != null) {
        throw failure;
      }
      events.add("binary " + length);
      for (int i = 0; i < replies; i++) {
        connection().begin(length).writeBytes(buffer, index, length);
        connection().end();
      }
    }

    @Override
    public void turnEnded() {
      events.add("turn");
    }

    @Override
    public void writabilityChanged() {
      events.add("writability");
    }

    @Override
    public void sweep(int tick) {}

    @Override
    public void closing(CloseStatus status) {
      events.add("closing " + status.reason());
    }

    @Override
    public void closed() {
      events.add("closed");
    }
  }
}
