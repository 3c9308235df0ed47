package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Messenger;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The end of a chat: what was just typed gets some seconds to leave, and what does not is named.
 * The reading thread says it, the listener's tells what happens.
 */
final class Farewell {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Screen screen;
  private final boolean terminal;
  private final Semaphore news = new Semaphore(0);
  private volatile boolean hopeful;

  /**
   * Says goodbye on a screen.
   *
   * @param terminal whether a person types: a script may be through before there is a connection,
   *     and is waited for; a person who is offline is not
   */
  Farewell(Screen screen, boolean terminal) {
    this.screen = screen;
    this.terminal = terminal;
    this.hopeful = !terminal;
  }

  /** A message has come further. */
  void changed() {
    news.release();
  }

  /** There is a connection now, or none. */
  void connection(boolean online) {
    hopeful = online || !terminal;
    news.release();
  }

  /** There will be no connection any more. */
  void stopped() {
    hopeful = false;
    news.release();
  }

  /**
   * Waits, and says what stays here.
   *
   * @param why nothing leaves any more; empty if it may
   * @return whether nothing stays
   */
  boolean say(Messenger messenger, Supplier<String> why) {
    try {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (hopeful && System.nanoTime() < end && !messenger.isAllSent()) {
        var _ = news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int left = messenger.unsent();
    if (left > 0) {
      String reason = why.get();
      screen.problem(
          left
              + (left == 1 ? " message is" : " messages are")
              + (reason.isEmpty()
                  ? " not sent: kept here until letterlock chat is started again and can reach the"
                      + " server."
                  : " not sent and kept here. " + reason));
    }
    return left == 0;
  }
}
