package dev.letterlock.server.delivery.lane;

import dev.letterlock.server.session.DeviceSession;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sessions whose receipts wait for an answer to travel with. Those that found none go by
 * themselves, each when its own time has come, so that they do not hold up the loop together. Has
 * no timer while nobody waits. Runs on the lane's event loop.
 */
final class ReceiptQueue {
  /** Ticks that a receipt waits. */
  private static final int TICKS = 8;

  private static final long TICK_MILLIS = 25;

  private final EventExecutor executor;
  private final Runnable timer = this::run;
  private final List<List<DeviceSession>> slots = new ArrayList<>();

  private int now;
  private int waiting;
  private boolean scheduled;

  ReceiptQueue(EventExecutor executor) {
    this.executor = executor;
    for (int i = 0; i < TICKS; i++) {
      slots.add(new ArrayList<>());
    }
  }

  /** The session has its first receipt since it was last written to. */
  void add(DeviceSession session) {
    waiting++;
    schedule();
    session.receipts().waitSince(now);
    slots.get(now % TICKS).add(session);
  }

  private void run() {
    scheduled = false;
    tick();
    schedule();
  }

  private void tick() {
    now++;
    List<DeviceSession> due = slots.get(now % TICKS);
    for (int i = 0; i < due.size(); i++) {
      DeviceSession session = due.get(i);
      if (session.receipts().waitSince() == now - TICKS) {
        session.writeReceipts();
      }
    }
    waiting -= due.size();
    due.clear();
  }

  private void schedule() {
    if (waiting > 0 && !scheduled) {
      scheduled = true;
      var _ = executor.schedule(timer, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }
}
