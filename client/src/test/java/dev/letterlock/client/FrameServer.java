package dev.letterlock.client;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.protocol.frame.server.PreKeyBundle;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Speaks the frames over real sockets and keeps everything in memory: enough of a server for the
 * tests of clients. A token is the user's id. One event loop does all, so nothing is locked; the
 * public methods hop there.
 */
public final class FrameServer implements AutoCloseable {

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private volatile Fault fault = Fault.NONE;
  private volatile int pingSeconds = 30;
  private final AtomicInteger unheard = new AtomicInteger();
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final Channel channel;
  final Map<DeviceAddress, FakeInbox> inboxes = new HashMap<>();
  final Map<UserId, Map<Integer, PreKeyBundle>> bundles = new HashMap<>();
  long time = 1_000_000;
  long epoch = 1;

  /** What this server does wrong with every twentieth message. */
  public enum Fault {
    NONE,
    LOSE,
    REPEAT,
    SWAP,
    DAMAGE,
    REFUSE,
    /** No message is accepted at all. */
    REFUSE_ALL,
    /** Nothing is answered any more, as by a peer whose network is gone. */
    MUTE,
    /** As before, and no Hello either. */
    SILENT
  }

  /** Listens on a free loopback port. */
  public FrameServer() {
    channel =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(new Pipeline())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  public ServerUrl url() {
    return new ServerUrl(
        false, "127.0.0.1", ((InetSocketAddress) channel.localAddress()).getPort());
  }

  public void misbehave(Fault chosen) {
    fault = chosen;
  }

  /** What Welcome says about silence from now on. */
  public void pingAfter(int seconds) {
    pingSeconds = seconds;
  }

  /** How many frames came while it was mute. */
  public int unheard() {
    return unheard.get();
  }

  void ignore() {
    unheard.incrementAndGet();
  }

  int pingSeconds() {
    return pingSeconds;
  }

  Fault fault() {
    return fault;
  }

  /** Makes a device known to ClaimPreKeys. */
  public void enrol(UserId user, PreKeyBundle bundle) {
    on(server -> {
      server.bundles.computeIfAbsent(user, _ -> new TreeMap<>()).put(bundle.device(), bundle);
      return true;
    });
  }

  /** Answers a GET of this path with a JSON document; any other is not found. */
  public void show(String path, String json) {
    documents.put(path, json);
  }

  /** Gives a device messages without regard to its credit. */
  public void flood(DeviceAddress device, byte[] envelope, int times) {
    on(server -> {
      for (int i = 0; i < times; i++) {
        server.inbox(device).store(envelope);
      }
      return true;
    });
  }

  /** Shows a device an ephemeral message. */
  public void whisper(DeviceAddress device, byte[] envelope) {
    on(server -> {
      server.inbox(device).whisper(envelope);
      return true;
    });
  }

  /** Shows a device any frames that lie in no inbox. */
  public void show(DeviceAddress device, List<? extends ServerFrame> frames) {
    on(server -> {
      server.inbox(device).show(frames);
      return true;
    });
  }

  /** Tells every device that is connected to go away, as a server that stops. */
  public void sendAway(int reconnectAfterMillis) {
    on(server -> {
      server.inboxes.values().forEach(inbox -> inbox.sendAway(reconnectAfterMillis));
      return true;
    });
  }

  /** Breaks every connection, as a crash would. */
  public void dropConnections() {
    on(server -> {
      for (FakeInbox inbox : List.copyOf(server.inboxes.values())) {
        inbox.drop();
      }
      return true;
    });
  }

  /** Forgets all inboxes and begins a new queue epoch, as after a restore. */
  public void beginNewEpoch() {
    on(server -> {
      server.epoch++;
      server.inboxes.values().forEach(FakeInbox::drop);
      server.inboxes.clear();
      return true;
    });
  }

  /** The last seq that a device has acked. */
  public long acked(DeviceAddress device) {
    return on(server -> server.inbox(device).acked());
  }

  /** How many messages a device's inbox was ever given. */
  public long stored(DeviceAddress device) {
    return on(server -> server.inbox(device).last());
  }

  /** How many devices are connected. */
  public int connected() {
    return on(
        server -> (int) server.inboxes.values().stream().filter(FakeInbox::connected).count());
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  FakeInbox inbox(DeviceAddress device) {
    return inboxes.computeIfAbsent(device, _ -> new FakeInbox(this));
  }

  @Nullable Map<Integer, PreKeyBundle> bundlesOf(UserId user) {
    return bundles.get(user);
  }

  private <T> T on(Function<FrameServer, T> task) {
    return group.next().submit(() -> task.apply(this)).syncUninterruptibly().getNow();
  }

  /** What comes over HTTP and is no upgrade. */
  private final class Documents extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      String json = documents.get(request.uri());
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              json == null ? HttpResponseStatus.NOT_FOUND : HttpResponseStatus.OK,
              Unpooled.copiedBuffer(json == null ? "" : json, StandardCharsets.UTF_8));
      HttpUtil.setContentLength(response, response.content().readableBytes());
      var _ = ctx.writeAndFlush(response);
    }
  }

  private final class Pipeline extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel child) {
      child
          .pipeline()
          .addLast(
              new HttpServerCodec(),
              new HttpObjectAggregator(1024),
              new WebSocketServerProtocolHandler("/v1/ws", "letterlock.v1", false, 1 << 20),
              new Documents(),
              new FakeSession(FrameServer.this));
    }
  }
}
