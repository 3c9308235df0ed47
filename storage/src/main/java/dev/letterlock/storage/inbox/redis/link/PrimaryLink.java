package dev.letterlock.storage.inbox.redis.link;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.engine.EngineThread;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a single primary. A thread of its own connects, judges, and connects again after any
 * trouble; until then everything is refused at once. Thread-safe.
 */
public final class PrimaryLink implements RedisLink {
  private static final Logger LOG = LoggerFactory.getLogger(PrimaryLink.class);
  private static final Duration RETRY = Duration.ofMillis(250);
  private static final Duration EXAMINE = Duration.ofSeconds(1);
  private static final int THOROUGHLY = 10;

  private final LinkConfig config;
  private final RedisClient client;
  private final EngineThread thread = new EngineThread(this::keep, "letterlock-redis-link");
  private final Object turn = new Object();

  private volatile @Nullable Tenure tenure;
  private volatile @Nullable String trouble = "Redis: not yet connected";
  private volatile boolean closed;
  private long generation;
  private int examined;

  private PrimaryLink(LinkConfig config) {
    this.config = config;
    client = Connections.client(config);
  }

  /**
   * Connects. Blocking.
   *
   * @throws UnfitRedisException if it cannot keep the promise
   * @throws InboxUnavailableException if it cannot be reached, or takes no writes
   */
  static PrimaryLink connectTo(LinkConfig config) {
    PrimaryLink link = new PrimaryLink(config);
    try {
      link.connect();
    } catch (RuntimeException e) {
      link.close();
      throw Troubles.atStart(e);
    }
    link.thread.start();
    return link;
  }

  @Override
  public CompletableFuture<List<Object>> run(ScriptCall call) {
    Tenure present = tenure;
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

  /** One script may change everything. */
  @Override
  public int domainOf(int partition) {
    return 0;
  }

  @Override
  public List<Integer> oneOfEach() {
    return List.of(0);
  }

  @Override
  public Layout layout() {
    return Layout.SINGLE;
  }

  @Override
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    Tenure present = tenure;
    tenure = null;
    trouble = "inbox: closed";
    if (present != null) {
      present.primary().close();
    }
    client.shutdown(Duration.ZERO, config.patience());
  }

  private InboxUnavailableException broken(Tenure which, Throwable fault) {
    Throwable cause = Troubles.cause(fault);
    String words = Troubles.words(cause);
    synchronized (turn) {
      if (tenure == which) {
        tenure = null;
        trouble = words;
        LOG.warn("The inboxes cannot be written: {}", words);
        LockSupport.unpark(thread);
      }
    }
    which.primary().close();
    return new InboxUnavailableException(words, cause);
  }

  /** The thread: mends, or looks after what is well. */
  private void keep() {
    while (!closed) {
      Tenure present = tenure;
      if (present == null) {
        reconnect();
      } else {
        examine(present);
      }
      LockSupport.parkNanos(this, (tenure == null ? RETRY : EXAMINE).toNanos());
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
      Primary primary = Primary.judge(connection, config, Layout.SINGLE);
      Tenure fresh = Tenure.begin(primary, Domain.WHOLE, generation).join();
      primary.confirm().join();
      synchronized (turn) {
        generation = Math.max(generation, fresh.generation());
        tenure = closed ? null : fresh;
        trouble = null;
      }
      Connections.whenLost(connection, () -> broken(fresh, Connections.lost()));
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void examine(Tenure present) {
    try {
      examined = (examined + 1) % THOROUGHLY;
      if (!present.primary().isOpen()) {
        throw Connections.lost();
      }
      present.requireInForce();
      if (examined == 0) {
        present.primary().judgeAgain(Layout.SINGLE);
      }
    } catch (RuntimeException e) {
      broken(present, e);
    }
  }
}
