package dev.letterlock.loadtest.peer;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Does for all sessions of one loop what would else need a timer each: acks that have waited long
 * enough, every 10 ms, and pings of the silent, every second. Confined to its loop.
 */
final class LoopSweep {

  private static final int ACK_MILLIS = 10;
  private static final int TICKS_PER_PING_SWEEP = 100;

  private final Deque<LoadSession> waiting = new ArrayDeque<>();
  private final List<LoadSession> open = new ArrayList<>();
  private int ticks;

  static LoopSweep start(EventLoop loop) {
    LoopSweep sweep = new LoopSweep();
    var _ = loop.scheduleAtFixedRate(sweep::tick, ACK_MILLIS, ACK_MILLIS, TimeUnit.MILLISECONDS);
    return sweep;
  }

  /** A session is open and wants to be pinged when silent. */
  void opened(LoadSession session) {
    open.add(session);
  }

  /** A session has something to ack and is not in the queue yet. */
  void ackLater(LoadSession session) {
    waiting.add(session);
  }

  private void tick() {
    long now = System.nanoTime();
    for (int left = waiting.size(); left > 0; left--) {
      LoadSession session = waiting.remove();
      if (session.keepsWaiting(now)) {
        waiting.add(session);
      }
    }
    if (ticks++ % TICKS_PER_PING_SWEEP == 0) {
      open.removeIf(session -> !session.pingIfSilent(now));
    }
  }
}
