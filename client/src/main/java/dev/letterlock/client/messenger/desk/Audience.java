package dev.letterlock.client.messenger.desk;

import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.Notice;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener, on a thread of its own, so that it can neither block nor break the desk. */
public final class Audience implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

  private final MessengerListener listener;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Desk.daemons("letterlock-listener"));

  public Audience(MessengerListener listener) {
    this.listener = listener;
  }

  public void tell(Consumer<MessengerListener> news) {
    try {
      thread.execute(() -> {
        try {
          news.accept(listener);
        } catch (RuntimeException e) {
          LOG.warn("listener failed", e);
        }
      });
    } catch (RejectedExecutionException e) {
      LOG.debug("news after the end are not told");
    }
  }

  public void notice(Notice notice) {
    tell(to -> to.noticed(notice));
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
