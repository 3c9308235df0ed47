package dev.letterlock.server.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of the process and the kind of sockets they drive. They accept as well as serve.
 */
public final class Transport implements AutoCloseable {

  private static final int CLOSE_SECONDS = 5;

  private final TransportKind kind;
  private final EventLoopGroup group;
  private final List<EdgeLoop> loops;
  private final IdentityHashMap<EventExecutor, EdgeLoop> byEventLoop = new IdentityHashMap<>();

  private Transport(TransportKind kind, EventLoopGroup group) {
    this.kind = kind;
    this.group = group;
    List<EdgeLoop> all = new ArrayList<>();
    for (EventExecutor executor : group) {
      EdgeLoop loop = new EdgeLoop(all.size(), (EventLoop) executor);
      all.add(loop);
      byEventLoop.put(executor, loop);
    }
    this.loops = List.copyOf(all);
  }

  /**
   * Starts the loops.
   *
   * @param name see {@link TransportKind#choose}
   * @param eventLoops 1 or more
   * @throws EdgeFault if the transport does not work here
   */
  public static Transport start(String name, int eventLoops) throws EdgeFault {
    TransportKind kind = TransportKind.choose(name);
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            eventLoops, new DefaultThreadFactory("letterlock-loop"), kind.ioHandlers());
    Transport transport = new Transport(kind, group);
    transport.loops.forEach(EdgeLoop::start);
    return transport;
  }

  public TransportKind kind() {
    return kind;
  }

  public List<EdgeLoop> loops() {
    return loops;
  }

  EventLoopGroup group() {
    return group;
  }

  EdgeLoop loopOf(EventLoop eventLoop) {
    EdgeLoop loop = byEventLoop.get(eventLoop);
    if (loop == null) {
      throw new IllegalArgumentException("eventLoop: " + eventLoop + " (expected: one of these)");
    }
    return loop;
  }

  /** Ends the loops and every connection on them. */
  @Override
  public void close() {
    group
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
