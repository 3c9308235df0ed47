package dev.letterlock.server.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * One event loop with what its connections share. All but the loop itself is used on its thread.
 */
public final class EdgeLoop {

  private static final int SWEEP_SECONDS = 1;

  private final int index;
  private final EventLoop eventLoop;
  private final FlushQueue flushes;
  private final Sweep sweep = new Sweep();

  /**
   * @param index from 0, different for each loop of the server
   */
  public EdgeLoop(int index, EventLoop eventLoop) {
    this.index = index;
    this.eventLoop = eventLoop;
    this.flushes = new FlushQueue(eventLoop);
  }

  /** Begins to sweep. */
  void start() {
    var _ = eventLoop.scheduleAtFixedRate(sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  public int index() {
    return index;
  }

  public EventLoop eventLoop() {
    return eventLoop;
  }

  public FlushQueue flushes() {
    return flushes;
  }

  public Sweep sweep() {
    return sweep;
  }
}
