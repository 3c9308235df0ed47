package dev.letterlock.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.letterlock.client.Nobody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientTransportTest {

  private static final int PING_FIRST = 1;
  private static final int FRAGMENTS = 2;
  private static final int TEXT = 3;
  private static final int GOODBYE = 4;

  /** Echoes binary messages; the first byte of a short one asks for something special. */
  private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
      ByteBuf content = frame.content();
      int order = content.readableBytes() == 1 ? content.getByte(0) : 0;
      switch (order) {
        case PING_FIRST -> {
          reply(ctx, new PingWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {9})));
          reply(ctx, new BinaryWebSocketFrame(content.retain()));
        }
        case FRAGMENTS -> {
          var _ =
              ctx.write(
                  new BinaryWebSocketFrame(false, 0, Unpooled.wrappedBuffer(new byte[] {1, 2})));
          reply(ctx, new PingWebSocketFrame());
          var _ =
              ctx.writeAndFlush(
                  new ContinuationWebSocketFrame(true, 0, Unpooled.wrappedBuffer(new byte[] {3})));
        }
        case TEXT -> reply(ctx, new TextWebSocketFrame("no"));
        case GOODBYE -> reply(ctx, new CloseWebSocketFrame(4021, "slow-reader"));
        default -> reply(ctx, new BinaryWebSocketFrame(content.retain()));
      }
    }
  }

  private static void reply(ChannelHandlerContext ctx, WebSocketFrame frame) {
    var _ = ctx.writeAndFlush(frame);
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void givesUpAServerThatNeverAnswersTheUpgrade(TransportKind kind) throws Exception {
    assumeTrue(kind.available());
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ClientTransport transport = ClientTransport.start(kind, 1, Duration.ofMillis(50))) {
      RecordingListener listener = new RecordingListener();
      ServerUrl url = new ServerUrl(false, "127.0.0.1", silent.getLocalPort());
      transport.connect(request(url), listener);

      assertThat(listener.closed.get(30, TimeUnit.SECONDS)).isInstanceOf(Closure.Unreachable.class);
      assertThat(listener.opened).isNotDone();
    }
  }

  @ParameterizedTest
  @EnumSource(TransportKind.class)
  void carriesMessagesOfEveryLengthFormBothWays(TransportKind kind) throws Exception {
    assumeTrue(kind.available());
    try (StockServer server = new StockServer(Echo::new);
        ClientTransport transport = ClientTransport.start(kind, 1)) {
      RecordingListener listener = connect(transport, server);
      Random random = new Random(7);
      for (int length : new int[] {0, 2, 3, 7, 8, 125, 126, 127, 65_535, 65_536, 200_000}) {
        byte[] message = new byte[length];
        random.nextBytes(message);
        send(listener, message);
        assertThat(listener.next()).isEqualTo(message);
      }
    }
  }

  @Test
  void sendsAllOfATurnInOrder() throws Exception {
    try (StockServer server = new StockServer(Echo::new);
        ClientTransport transport = ClientTransport.start(1)) {
      RecordingListener listener = connect(transport, server);
      WebSocketConnection connection = listener.opened.get();
      connection
          .loop()
          .execute(() -> {
            for (int i = 0; i < 100; i++) {
              connection.send(Unpooled.wrappedBuffer(new byte[] {0, (byte) i}));
            }
          });
      for (int i = 0; i < 100; i++) {
        assertThat(listener.next()).containsExactly(0, i);
      }
    }
  }

  @Test
  void answersPingsAndJoinsFragments() throws Exception {
    try (StockServer server = new StockServer(Echo::new);
        ClientTransport transport = ClientTransport.start(1)) {
      RecordingListener listener = connect(transport, server);
      send(listener, new byte[] {PING_FIRST});
      assertThat(listener.next()).containsExactly(PING_FIRST);
      send(listener, new byte[] {FRAGMENTS});
      assertThat(listener.next()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void tellsTheServersCloseCode() throws Exception {
    try (StockServer server = new StockServer(Echo::new);
        ClientTransport transport = ClientTransport.start(1)) {
      RecordingListener listener = connect(transport, server);
      send(listener, new byte[] {GOODBYE});
      assertThat(listener.closed.get()).isEqualTo(new Closure.ByServer(4021, "slow-reader"));
    }
  }

  @Test
  void closesItselfWhenAsked() throws Exception {
    try (StockServer server = new StockServer(Echo::new);
        ClientTransport transport = ClientTransport.start(1)) {
      RecordingListener listener = connect(transport, server);
      WebSocketConnection connection = listener.opened.get();
      connection.loop().execute(() -> connection.close(1000));
      assertThat(listener.closed.get()).isEqualTo(new Closure.ByClient(1000));
    }
  }

  @Test
  void refusesTextFromTheServer() throws Exception {
    try (StockServer server = new StockServer(Echo::new);
        ClientTransport transport = ClientTransport.start(1)) {
      RecordingListener listener = connect(transport, server);
      send(listener, new byte[] {TEXT});
      assertThat(listener.closed.get()).isEqualTo(new Closure.ByClient(1003));
    }
  }

  @Test
  void tellsWhenTheUpgradeIsRefused() throws Exception {
    try (StockServer server = new StockServer(Echo::new);
        ClientTransport transport = ClientTransport.start(1)) {
      RecordingListener listener = new RecordingListener();
      transport.connect(
          new ConnectRequest(server.url(), "/v1/ws", "other", null, null, 1024), listener);
      assertThat(listener.closed.get()).isInstanceOf(Closure.Refused.class);
    }
  }

  @Test
  void tellsWhenNobodyListens() throws Exception {
    try (ClientTransport transport = ClientTransport.start(1)) {
      RecordingListener listener = new RecordingListener();
      transport.connect(request(Nobody.url()), listener);
      assertThat(listener.closed.get()).isInstanceOf(Closure.Unreachable.class);
    }
  }

  private static RecordingListener connect(ClientTransport transport, StockServer server)
      throws Exception {
    RecordingListener listener = new RecordingListener();
    transport.connect(request(server.url()), listener);
    listener.opened.get();
    return listener;
  }

  private static ConnectRequest request(ServerUrl url) {
    return new ConnectRequest(
        url,
        "/v1/ws",
        "letterlock.v1",
        "token",
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        1 << 20);
  }

  private static void send(RecordingListener listener, byte[] message) throws Exception {
    WebSocketConnection connection = listener.opened.get();
    connection.loop().execute(() -> connection.send(Unpooled.wrappedBuffer(message)));
  }
}
