package dev.letterlock.server.net;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an event loop does at the end of a turn: first the hooks, which may write more, then one
 * flush of each session that was written to. Runs on its event loop.
 */
public final class FlushQueue implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(FlushQueue.class);

  private final EventLoop eventLoop;
  private final List<Runnable> hooks = new ArrayList<>();
  private List<SessionOutput> waiting = new ArrayList<>();
  private List<SessionOutput> flushing = new ArrayList<>();
  private boolean scheduled;

  FlushQueue(EventLoop eventLoop) {
    this.eventLoop = eventLoop;
  }

  /** Runs {@code hook} before the flushes at the end of each turn that has an end to it. */
  public void beforeFlush(Runnable hook) {
    hooks.add(hook);
  }

  /** Makes sure that this turn ends with the hooks and the flushes. */
  public void wake() {
    if (scheduled) {
      return;
    }
    scheduled = true;
    if (eventLoop instanceof SingleThreadEventLoop loop) {
      loop.executeAfterEventLoopIteration(this);
    } else {
      eventLoop.execute(this);
    }
  }

  void add(SessionOutput output) {
    waiting.add(output);
    wake();
  }

  /** The end of a turn. */
  @Override
  public void run() {
    for (int i = 0; i < hooks.size(); i++) {
      runHook(hooks.get(i));
    }
    scheduled = false;
    List<SessionOutput> turn = waiting;
    waiting = flushing;
    flushing = turn;
    for (int i = 0; i < turn.size(); i++) {
      turn.get(i).flush();
    }
    turn.clear();
  }

  private static void runHook(Runnable hook) {
    try {
      hook.run();
    } catch (RuntimeException e) {
      LOG.error("a hook failed at the end of a turn", e);
    }
  }
}
