package dev.letterlock.client.messenger.line;

import dev.letterlock.client.ClientConnection;
import dev.letterlock.protocol.frame.client.Ping;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whether the server is still there after an interval of silence, and believes that it is not
 * after another: the network need not say that it is gone. On the event loop.
 */
final class Heartbeat {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final EventLoop loop;
  private final Predicate<ClientConnection> inUse;
  private final Runnable lasts;
  private boolean heard;

  /**
   * @param inUse whether a connection is the one in use
   * @param lasts told of each interval in which something was heard
   */
  Heartbeat(EventLoop loop, Predicate<ClientConnection> inUse, Runnable lasts) {
    this.loop = loop;
    this.inUse = inUse;
    this.lasts = lasts;
  }

  /** The server said something. */
  void heard() {
    heard = true;
  }

  /**
   * Begins an interval, and the next ones as long as the connection is in use.
   *
   * @param asked whether a ping left in the one before
   */
  void watch(ClientConnection watched, int seconds, boolean asked) {
    heard = false;
    var _ =
        loop.schedule(
            () -> {
              if (inUse.test(watched)) {
                look(watched, seconds, asked);
              }
            },
            seconds,
            TimeUnit.SECONDS);
  }

  private void look(ClientConnection watched, int seconds, boolean asked) {
    if (!heard && asked) {
      LOG.debug("nothing heard, not even an answer to a ping: broken off");
      watched.abort();
      return;
    }
    if (heard) {
      lasts.run();
    } else {
      watched.send(new Ping(0));
    }
    watch(watched, seconds, !heard);
  }
}
