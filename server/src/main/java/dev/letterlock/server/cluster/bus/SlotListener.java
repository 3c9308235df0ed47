package dev.letterlock.server.cluster.bus;

import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears one channel at the primary that has its slot, and follows the slot. A thread of its own
 * looks after that; what is said meanwhile is lost.
 */
final class SlotListener implements Exchange.Hearing {
  private static final Logger LOG = LoggerFactory.getLogger(SlotListener.class);
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final ClusterExchange exchange;
  private final byte[] channel;
  private final Consumer<byte[]> messages;
  private final Thread thread;

  private volatile boolean closed;
  private @Nullable RedisURI place;
  private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection;

  private SlotListener(ClusterExchange exchange, byte[] channel, Consumer<byte[]> messages) {
    this.exchange = exchange;
    this.channel = channel;
    this.messages = messages;
    thread = Thread.ofVirtual().name("letterlock-mailbox").unstarted(this::follow);
  }

  /** Returns when it hears, or no primary is known to have the slot yet. Blocking. */
  static SlotListener start(ClusterExchange exchange, byte[] channel, Consumer<byte[]> messages) {
    SlotListener listener = new SlotListener(exchange, channel, messages);
    listener.move();
    listener.thread.start();
    return listener;
  }

  private void follow() {
    while (!closed) {
      LockSupport.parkNanos(PAUSE.toNanos());
      try {
        if (!closed && !isWhereItShouldBe()) {
          move();
        }
      } catch (RuntimeException e) {
        LOG.debug("the channel of this node cannot be heard", e);
      }
    }
    leave();
  }

  private boolean isWhereItShouldBe() {
    StatefulRedisPubSubConnection<byte[], byte[]> present = connection;
    return present != null && present.isOpen() && isAt(exchange.placeOf(channel));
  }

  private boolean isAt(@Nullable RedisURI there) {
    RedisURI here = place;
    return here != null
        && there != null
        && here.getHost().equals(there.getHost())
        && here.getPort() == there.getPort();
  }

  private void move() {
    leave();
    exchange.look();
    RedisURI next = exchange.placeOf(channel);
    if (next != null) {
      connection = exchange.subscribe(next, channel, messages);
      place = next;
    }
  }

  private void leave() {
    StatefulRedisPubSubConnection<byte[], byte[]> before = connection;
    connection = null;
    if (before != null) {
      before.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
