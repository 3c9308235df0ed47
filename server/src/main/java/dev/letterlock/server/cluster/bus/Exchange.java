package dev.letterlock.server.cluster.bus;

import dev.letterlock.storage.inbox.redis.link.Layout;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Connections to what the nodes share, which come back by themselves. Thread-safe. */
sealed interface Exchange extends AutoCloseable permits SingleExchange, ClusterExchange {

  /**
   * Connects to nothing yet.
   *
   * @param uri may carry a password
   * @param patience with one command
   */
  static Exchange to(String uri, Layout layout, Duration patience) {
    RedisURI address = RedisURI.create(uri);
    address.setTimeout(patience);
    return switch (layout) {
      case SINGLE -> new SingleExchange(address, patience);
      case CLUSTER -> new ClusterExchange(address, patience);
    };
  }

  /** Connects. Blocking. */
  Line line();

  /** How many listen to the channel where it is published, on a line of this exchange. */
  CompletionStage<Long> publish(Line line, byte[] channel, byte[] message);

  /** Hears a channel on a thread of the library. Blocking until it hears. */
  Hearing hear(byte[] channel, Consumer<byte[]> messages);

  /** A channel that is heard until it is closed. */
  @FunctionalInterface
  interface Hearing extends AutoCloseable {
    @Override
    void close();
  }

  /** Everything is closed. Blocking. */
  @Override
  void close();
}
