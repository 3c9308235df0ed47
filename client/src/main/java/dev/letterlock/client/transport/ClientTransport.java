package dev.letterlock.client.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/**
 * The event loops on which all connections of a client process live; thousands of connections share
 * one. Safe for any thread. Closing it ends every connection.
 */
public final class ClientTransport implements AutoCloseable {

  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TransportKind kind;
  private final Duration patience;
  private final MultiThreadIoEventLoopGroup group;
  private final List<LoopTurn> turns;
  private final AtomicInteger next = new AtomicInteger();

  private ClientTransport(
      TransportKind kind, MultiThreadIoEventLoopGroup group, Duration patience) {
    this.kind = kind;
    this.patience = patience;
    this.group = group;
    List<LoopTurn> made = new ArrayList<>();
    for (EventExecutor executor : group) {
      made.add(new LoopTurn((EventLoop) executor));
    }
    this.turns = List.copyOf(made);
  }

  /** Starts {@code loops} event loops of the best kind that works here. */
  public static ClientTransport start(int loops) {
    return start(TransportKind.best(), loops);
  }

  /**
   * Starts {@code loops} event loops.
   *
   * @throws IllegalArgumentException if the kind does not work on this machine
   */
  public static ClientTransport start(TransportKind kind, int loops) {
    return start(kind, loops, PATIENCE);
  }

  /**
   * Starts {@code loops} event loops.
   *
   * @param patience how long a connected server may take to answer the upgrade, and then the Hello;
   *     half a minute is usual
   * @throws IllegalArgumentException if the kind does not work on this machine
   */
  public static ClientTransport start(TransportKind kind, int loops, Duration patience) {
    if (!kind.available()) {
      throw new IllegalArgumentException(
          "transport: " + kind + " (expected: one that works here, such as NIO)");
    }
    return new ClientTransport(
        kind,
        new MultiThreadIoEventLoopGroup(
            loops, new DefaultThreadFactory("letterlock-client", true), kind.handlerFactory()),
        patience);
  }

  public TransportKind kind() {
    return kind;
  }

  /** How long a server may take to answer before its connection is given up. */
  public Duration patience() {
    return patience;
  }

  /** How many event loops there are. */
  public int loops() {
    return turns.size();
  }

  /** One of the loops, 0 ≤ index &lt; {@link #loops()}. */
  public EventLoop loop(int index) {
    return turns.get(index).loop();
  }

  /** Begins a connection on the loop whose turn it is; the listener hears how it goes. */
  public void connect(ConnectRequest request, MessageListener listener) {
    connect(request, listener, Math.floorMod(next.getAndIncrement(), turns.size()));
  }

  /** Begins a connection on the loop of that index; the listener hears how it goes. */
  public void connect(ConnectRequest request, MessageListener listener, int loop) {
    LoopTurn turn = turns.get(loop);
    WebSocketHandler handler = new WebSocketHandler(request, listener, turn, patience);
    bootstrap(request, handler, turn)
        .connect(new InetSocketAddress(request.url().host(), request.url().port()), request.local())
        .addListener((ChannelFuture done) -> {
          if (!done.isSuccess()) {
            handler.failed(done.cause());
          }
        });
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private Bootstrap bootstrap(ConnectRequest request, WebSocketHandler handler, LoopTurn turn) {
    return new Bootstrap()
        .group(turn.loop())
        .channel(kind.channelType())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) throws SSLException {
                if (request.url().tls()) {
                  channel.pipeline().addLast(tls(channel, request.url()));
                }
                channel.pipeline().addLast(handler);
              }
            });
  }

  private static SslHandler tls(Channel channel, ServerUrl url) throws SSLException {
    SslContext context =
        SslContextBuilder.forClient().endpointIdentificationAlgorithm("HTTPS").build();
    return context.newHandler(channel.alloc(), url.host(), url.port());
  }
}
