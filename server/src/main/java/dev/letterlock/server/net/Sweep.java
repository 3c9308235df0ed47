package dev.letterlock.server.net;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one timer of an event loop: a coarse clock, and a look at each connection once a second
 * instead of timers of their own. Runs on its event loop.
 */
public final class Sweep implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private final List<Swept> swept = new ArrayList<>();
  private int tick;

  Sweep() {}

  /** Looks at {@code one} from the next second on until it says that it is done. */
  public void add(Swept one) {
    swept.add(one);
  }

  /** Seconds since the loop began. */
  public int tick() {
    return tick;
  }

  /** Looks at all; who is done leaves. */
  @Override
  public void run() {
    tick++;
    int kept = 0;
    int looked = swept.size();
    for (int i = 0; i < looked; i++) {
      Swept one = swept.get(i);
      if (goesOn(one)) {
        swept.set(kept++, one);
      }
    }
    swept.subList(kept, looked).clear();
  }

  private boolean goesOn(Swept one) {
    try {
      return one.sweep(tick);
    } catch (RuntimeException e) {
      LOG.error("a connection failed in the sweep", e);
      return true;
    }
  }
}
