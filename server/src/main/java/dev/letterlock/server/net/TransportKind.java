package dev.letterlock.server.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ways to the sockets, most capable first. */
public enum TransportKind {
  IO_URING,
  EPOLL,
  NIO;

  /**
   * The transport of this name, or the first one that works here for {@code auto}.
   *
   * @param name {@code auto}, {@code io_uring}, {@code epoll} or {@code nio}
   * @throws EdgeFault if the name is unknown or the transport does not work here
   */
  public static TransportKind choose(String name) throws EdgeFault {
    if (name.equals("auto")) {
      return Stream.of(values()).filter(TransportKind::works).findFirst().orElse(NIO);
    }
    TransportKind wanted =
        named(name)
            .orElseThrow(() ->
                new EdgeFault("transport: " + name + " (expected: auto, io_uring, epoll or nio)"));
    Throwable obstacle = wanted.obstacle();
    if (obstacle != null) {
      throw new EdgeFault("transport: " + name + " (expected: one that works here)", obstacle);
    }
    return wanted;
  }

  /** The name as it is configured and reported. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it works on this machine. */
  public boolean works() {
    return obstacle() == null;
  }

  IoHandlerFactory ioHandlers() {
    return switch (this) {
      case IO_URING -> IoUringIoHandler.newFactory();
      case EPOLL -> EpollIoHandler.newFactory();
      case NIO -> NioIoHandler.newFactory();
    };
  }

  Class<? extends ServerSocketChannel> serverChannel() {
    return switch (this) {
      case IO_URING -> IoUringServerSocketChannel.class;
      case EPOLL -> EpollServerSocketChannel.class;
      case NIO -> NioServerSocketChannel.class;
    };
  }

  private @Nullable Throwable obstacle() {
    return switch (this) {
      case IO_URING -> IoUring.unavailabilityCause();
      case EPOLL -> Epoll.unavailabilityCause();
      case NIO -> null;
    };
  }

  private static Optional<TransportKind> named(String name) {
    return Stream.of(values()).filter(kind -> kind.label().equals(name)).findFirst();
  }
}
