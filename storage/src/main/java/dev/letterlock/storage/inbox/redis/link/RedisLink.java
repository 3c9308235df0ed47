package dev.letterlock.storage.inbox.redis.link;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.engine.EngineThread;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to Redis. A thread of its own connects, judges, and connects again after any trouble;
 * until then everything is refused at once. Nothing is ever sent a second time: what was under way
 * when a connection ended may have happened or not, and a connection that comes after may lead to
 * another primary. Thread-safe.
 */
public final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration RETRY = Duration.ofMillis(250);
  private static final Duration EXAMINE = Duration.ofSeconds(1);
  private static final int THOROUGHLY = 10;

  private final LinkConfig config;
  private final RedisClient client;
  private final EngineThread thread = new EngineThread(this::keep, "letterlock-redis-link");
  private final Object turn = new Object();

  private volatile @Nullable Primary primary;
  private volatile @Nullable String trouble = "Redis: not yet connected";
  private volatile long generation;
  private volatile boolean closed;
  private int examined;

  private RedisLink(LinkConfig config) {
    this.config = config;
    RedisURI uri = RedisURI.create(config.uri());
    uri.setTimeout(config.patience());
    client = RedisClient.create(uri);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .timeoutOptions(TimeoutOptions.enabled(config.patience()))
            .build());
  }

  /**
   * Connects. Blocking.
   *
   * @throws UnfitRedisException if it cannot keep the promise
   * @throws InboxUnavailableException if it cannot be reached, or takes no writes
   */
  public static RedisLink open(LinkConfig config) {
    RedisLink link = new RedisLink(config);
    try {
      link.connect();
    } catch (RuntimeException e) {
      link.close();
      throw e instanceof UnfitRedisException
          ? e
          : new InboxUnavailableException(Troubles.words(e), e);
    }
    link.thread.start();
    return link;
  }

  /**
   * Runs a script; never blocks.
   *
   * @return fails with {@link InboxUnavailableException} when the outcome is not known, or nothing
   *     was done
   */
  public CompletableFuture<List<Object>> run(ScriptCall call) {
    Primary present = primary;
    if (present == null) {
      return CompletableFuture.failedFuture(new InboxUnavailableException(String.valueOf(trouble)));
    }
    CompletableFuture<List<Object>> result = new CompletableFuture<>();
    var _ =
        present
            .run(call)
            .whenComplete((answer, fault) -> {
              if (fault == null) {
                result.complete(answer);
              } else {
                result.completeExceptionally(broken(present, fault));
              }
            });
    return result;
  }

  /** Why nothing can be done now; null while all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  /** The generation that is in force, or was last. */
  public long generation() {
    return generation;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    Primary present = primary;
    primary = null;
    trouble = "inbox: closed";
    if (present != null) {
      present.close();
    }
    client.shutdown(Duration.ZERO, config.patience());
  }

  private InboxUnavailableException broken(Primary which, Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    String words = Troubles.words(cause);
    synchronized (turn) {
      if (primary == which) {
        primary = null;
        trouble = words;
        LOG.warn("The inboxes cannot be written: {}", words);
        LockSupport.unpark(thread);
      }
    }
    which.close();
    return new InboxUnavailableException(words, cause);
  }

  /** The thread: mends, or looks after what is well. */
  private void keep() {
    while (!closed) {
      Primary present = primary;
      if (present == null) {
        reconnect();
      } else {
        examine(present);
      }
      LockSupport.parkNanos(this, (primary == null ? RETRY : EXAMINE).toNanos());
    }
  }

  private void reconnect() {
    try {
      connect();
      LOG.info("The inboxes can be written again, in generation {}", generation);
    } catch (RuntimeException e) {
      trouble = Troubles.words(e);
    }
  }

  private void connect() {
    StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
    try {
      Primary fresh = Primary.begin(connection, config, generation);
      synchronized (turn) {
        generation = Math.max(generation, fresh.generation());
        primary = closed ? null : fresh;
        trouble = null;
      }
      connection.addListener(
          new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> ended) {
              broken(fresh, new InboxUnavailableException("Redis: the connection was lost"));
            }
          });
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void examine(Primary present) {
    try {
      examined = (examined + 1) % THOROUGHLY;
      if (!present.isOpen()) {
        throw new InboxUnavailableException("Redis: the connection was lost");
      }
      present.examine(examined == 0);
    } catch (RuntimeException e) {
      broken(present, e);
    }
  }
}
