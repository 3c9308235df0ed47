package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.peer.LoadSession;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A device that leaves every ten seconds and comes back where it was: mostly at once, each fourth
 * time after five seconds, in which its messages wait. Confined to its loop but for {@link #start}
 * and {@link #stay}.
 */
final class Comer {

  private static final int LEAVES_EVERY_MILLIS = 10_000;
  private static final int AWAY_MILLIS = 5_000;
  private static final int TIMES = 4;

  private final EventLoop loop;
  private volatile LoadSession session;
  private int times;
  private boolean over;

  /**
   * Takes a device over.
   *
   * @param first its session, which is to be connected
   */
  Comer(LoadSession first) {
    loop = first.loop();
    session = first;
  }

  /** Its latest session. */
  LoadSession session() {
    return session;
  }

  /** Begins to leave, for the first time at a random moment of the first ten seconds. */
  void start() {
    int first = ThreadLocalRandom.current().nextInt(LEAVES_EVERY_MILLIS);
    var _ =
        loop.scheduleAtFixedRate(this::leave, first, LEAVES_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Leaves no more, and comes back if it is away.
   *
   * @return the session of the end
   */
  CompletableFuture<LoadSession> stay() {
    return CompletableFuture.supplyAsync(
        () -> {
          over = true;
          comeBack();
          return session;
        },
        loop);
  }

  private void leave() {
    if (!over && session.isOpen()) {
      int millis = ++times % TIMES == 0 ? AWAY_MILLIS : 0;
      session.close();
      var _ =
          session
              .ended()
              .thenAccept(_ -> {
                var _ = loop.schedule(this::comeBack, millis, TimeUnit.MILLISECONDS);
              });
    }
  }

  private void comeBack() {
    if (session.ended().isDone()) {
      session = session.next();
      var _ = session.connect(null);
    }
  }
}
