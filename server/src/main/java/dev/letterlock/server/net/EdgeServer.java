package dev.letterlock.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;

/** One listening port. Safe for any thread. */
public final class EdgeServer implements AutoCloseable {

  private static final int BACKLOG = 4096;
  private static final int SMALLEST_READ = 512;
  private static final int FIRST_READ = 2048;
  private static final int LARGEST_READ = 64 * 1024;

  private final Channel channel;

  private EdgeServer(Channel channel) {
    this.channel = channel;
  }

  /**
   * Binds the port and serves until closed. Blocks until bound.
   *
   * @throws EdgeFault if the port cannot be had
   */
  public static EdgeServer listen(Transport transport, ListenConfig config, ConnectionSetup setup)
      throws EdgeFault {
    ServerBootstrap bootstrap = new ServerBootstrap();
    bootstrap
        .group(transport.group())
        .channel(transport.kind().serverChannel())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
        .childOption(
            ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, LARGEST_READ))
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(config.lowWatermark(), config.highWatermark()))
        .childHandler(new Furnisher(transport, config, setup));
    ChannelFuture bound = bootstrap.bind(config.host(), config.port()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw fault(config, bound.cause());
    }
    return new EdgeServer(bound.channel());
  }

  /** The address that is bound, with the port that port 0 became. */
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** Stops to accept; connections that exist go on. */
  @Override
  public void close() {
    var _ = channel.close().awaitUninterruptibly();
  }

  private static EdgeFault fault(ListenConfig config, Throwable cause) {
    String where = config.host() + ":" + config.port();
    if (cause instanceof UnresolvedAddressException) {
      return new EdgeFault(where + ": the host name is unknown", cause);
    }
    if (cause instanceof BindException || String.valueOf(cause.getMessage()).contains("in use")) {
      return new EdgeFault(
          where + ": the port is in use or the address is not of this machine", cause);
    }
    return new EdgeFault(where + ": cannot listen: " + cause.getMessage(), cause);
  }

  private static final class Furnisher extends ChannelInitializer<SocketChannel> {
    private final Transport transport;
    private final ListenConfig config;
    private final ConnectionSetup setup;

    Furnisher(Transport transport, ListenConfig config, ConnectionSetup setup) {
      this.transport = transport;
      this.config = config;
      this.setup = setup;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      InetSocketAddress client = channel.remoteAddress();
      if (client == null) { // It has gone while it waited to be accepted.
        var _ = channel.close();
        return;
      }
      if (config.proxies().trusts(client.getAddress())) {
        channel.pipeline().addLast(new ProxyProtocolHandler());
      }
      SslContext tls = config.tls();
      if (tls != null) {
        SslHandler handler = tls.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(0); // the sweep watches over it without a timer
        channel.pipeline().addLast(handler);
      }
      setup.install(channel, transport.loopOf(channel.eventLoop()));
    }
  }
}
