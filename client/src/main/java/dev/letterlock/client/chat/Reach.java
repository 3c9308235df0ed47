package dev.letterlock.client.chat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether the server can be reached, as the person was told last. The listener's thread changes it,
 * any thread looks.
 */
final class Reach {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Screen screen;
  private final CountDownLatch news = new CountDownLatch(1);
  private volatile State state = State.UNKNOWN;
  private volatile String why = "";

  Reach(Screen screen) {
    this.screen = screen;
  }

  private enum State {
    UNKNOWN,
    ONLINE,
    OFFLINE,
    /** There will be no connection any more in this run. */
    STOPPED
  }

  /**
   * There is a connection now, or none.
   *
   * @param server its address
   */
  void connection(boolean online, String server) {
    if (state == State.STOPPED) {
      return;
    }
    state = online ? State.ONLINE : State.OFFLINE;
    if (!online) {
      news.countDown();
    }
    screen.remark(
        online
            ? "connected"
            : "offline: the server at "
                + server
                + " cannot be reached; what you write waits here and leaves later");
  }

  /** No further attempt is made. */
  void stopped(String reason) {
    state = State.STOPPED;
    why = reason;
    news.countDown();
    screen.problem(reason + " Nothing comes or leaves any more.");
  }

  /** Everything has come that had waited at the server. */
  void caughtUp() {
    news.countDown();
  }

  /** Waits some seconds for what has waited at the server, or for there being no connection. */
  void awaitNews() {
    try {
      var _ = news.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether what is typed stays here for now. */
  boolean isOffline() {
    return state == State.OFFLINE || state == State.STOPPED;
  }

  boolean isStopped() {
    return state == State.STOPPED;
  }

  /** Why there is no connection any more; empty as long as there may be one. */
  String why() {
    return why;
  }
}
