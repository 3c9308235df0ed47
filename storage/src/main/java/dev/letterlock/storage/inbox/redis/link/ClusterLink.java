package dev.letterlock.storage.inbox.redis.link;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.engine.EngineThread;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the primaries of a Redis Cluster. Each partition has its generation, which begins anew
 * when another primary or another run of it has the partition's slot; so slots may move. A thread
 * of its own asks who has what, connects, judges, and begins; until then what belongs there is
 * refused at once, and all else goes on. Thread-safe.
 */
public final class ClusterLink implements RedisLink {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLink.class);
  private static final Duration RETRY = Duration.ofMillis(250);
  private static final Duration EXAMINE = Duration.ofSeconds(1);
  private static final int THOROUGHLY = 10;

  /** What a primary answers instead of running anything: it is well, and the slot is not here. */
  private static final List<String> NOT_RUN =
      List.of("MOVED ", "ASK ", "TRYAGAIN ", "CLUSTERDOWN ", "STALE ");

  private final LinkConfig config;
  private final RedisClient client;
  private final EngineThread thread = new EngineThread(this::keep, "letterlock-redis-link");
  private final Primaries primaries;
  private final AtomicReferenceArray<@Nullable Tenure> tenures =
      new AtomicReferenceArray<>(Domain.PARTITIONS);
  private final long[] generations = new long[Domain.PARTITIONS];
  private final Object turn = new Object();

  private volatile @Nullable String trouble = "Redis: not yet connected";
  private volatile boolean closed;
  private int examined;

  private ClusterLink(LinkConfig config) {
    this.config = config;
    client = Connections.client(config);
    primaries = new Primaries(config, client, this::lost);
  }

  /**
   * Connects to all primaries. Blocking.
   *
   * @throws UnfitRedisException if one of them cannot keep the promise
   * @throws InboxUnavailableException if one cannot be reached, or takes no writes
   */
  static ClusterLink connectTo(LinkConfig config) {
    ClusterLink link = new ClusterLink(config);
    try {
      link.tend();
    } catch (RuntimeException e) {
      link.close();
      throw Troubles.atStart(e);
    }
    link.thread.start();
    return link;
  }

  @Override
  public CompletableFuture<List<Object>> run(ScriptCall call) {
    Tenure present = tenures.get(call.partition());
    return present == null ? away() : watched(present, call, present.run(call));
  }

  /**
   * Runs scripts that are waited for, all at once; never blocks. What they wrote is confirmed once
   * by each primary.
   *
   * @return of each call as {@link #run} would
   */
  public List<CompletableFuture<List<Object>>> runAll(List<ScriptCall> calls) {
    List<@Nullable Tenure> at = new ArrayList<>();
    List<CompletableFuture<List<Object>>> sent = new ArrayList<>();
    for (ScriptCall call : calls) {
      Tenure present = tenures.get(call.partition());
      at.add(present);
      sent.add(present == null ? away() : present.send(call));
    }
    Map<Primary, CompletableFuture<Void>> confirmations = new HashMap<>();
    List<CompletableFuture<List<Object>>> answers = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Tenure present = at.get(i);
      if (present == null) {
        answers.add(sent.get(i));
      } else {
        CompletableFuture<Void> confirmed =
            confirmations.computeIfAbsent(present.primary(), Primary::confirm);
        answers.add(
            watched(
                present, calls.get(i), sent.get(i).thenCombine(confirmed, (answer, _) -> answer)));
      }
    }
    return answers;
  }

  private CompletableFuture<List<Object>> away() {
    return CompletableFuture.failedFuture(new InboxUnavailableException(String.valueOf(trouble)));
  }

  private CompletableFuture<List<Object>> watched(
      Tenure tenure, ScriptCall call, CompletableFuture<List<Object>> answer) {
    CompletableFuture<List<Object>> result = new CompletableFuture<>();
    var _ =
        answer.whenComplete((value, fault) -> {
          if (fault == null) {
            result.complete(value);
          } else {
            Throwable cause = Troubles.cause(fault);
            result.completeExceptionally(broken(call.partition(), tenure, cause));
          }
        });
    return result;
  }

  /** A script may change one partition and no other. */
  @Override
  public int domainOf(int partition) {
    return partition;
  }

  @Override
  public List<Integer> oneOfEach() {
    Map<Primary, Integer> first = new LinkedHashMap<>();
    for (int i = 0; i < Domain.PARTITIONS; i++) {
      Tenure present = tenures.get(i);
      if (present == null) {
        throw new InboxUnavailableException(String.valueOf(trouble));
      }
      first.putIfAbsent(present.primary(), i);
    }
    return List.copyOf(first.values());
  }

  @Override
  public Layout layout() {
    return Layout.CLUSTER;
  }

  @Override
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    synchronized (turn) {
      closed = true;
      trouble = "inbox: closed";
      for (int i = 0; i < Domain.PARTITIONS; i++) {
        tenures.set(i, null);
      }
    }
    LockSupport.unpark(thread);
    thread.finish();
    client.shutdown(Duration.ZERO, config.patience());
  }

  private InboxUnavailableException broken(int partition, Tenure which, Throwable fault) {
    String words = Troubles.words(fault);
    end(partition, which, words);
    if (!wasNotRun(fault)) {
      which.primary().close();
    }
    LockSupport.unpark(thread);
    return new InboxUnavailableException(words, fault);
  }

  private static boolean wasNotRun(Throwable fault) {
    return fault instanceof RedisCommandExecutionException
        && NOT_RUN.stream().anyMatch(String.valueOf(fault.getMessage())::startsWith);
  }

  private void lost(Primary primary) {
    for (int i = 0; i < Domain.PARTITIONS; i++) {
      Tenure present = tenures.get(i);
      if (present != null && present.primary() == primary) {
        end(i, present, Troubles.words(Connections.lost()));
      }
    }
    LockSupport.unpark(thread);
  }

  private void end(int partition, Tenure which, String words) {
    synchronized (turn) {
      if (tenures.compareAndSet(partition, which, null)) {
        report(words);
      }
    }
  }

  private void report(String words) {
    if (trouble == null) {
      LOG.warn("Some inboxes cannot be written: {}", words);
    }
    if (!closed) {
      trouble = words;
    }
  }

  /** The thread. */
  private void keep() {
    while (!closed) {
      try {
        tend();
      } catch (RuntimeException e) {
        synchronized (turn) {
          report(Troubles.words(e));
        }
      }
      rest();
    }
  }

  private void rest() {
    if (!closed) {
      LockSupport.parkNanos(this, (trouble == null ? EXAMINE : RETRY).toNanos());
    }
  }

  /** Looks after everything, and mends what it can before it fails. */
  private void tend() {
    RuntimeException fault = null;
    try {
      primaries.refresh();
    } catch (RuntimeException e) {
      fault = e;
    }
    for (Map.Entry<Integer, CompletableFuture<Tenure>> each : begin().entrySet()) {
      try {
        put(each.getKey(), each.getValue().join());
      } catch (CompletionException e) {
        fault = e;
      }
    }
    if (fault != null) {
      throw fault;
    }
    examined = (examined + 1) % THOROUGHLY;
    if (examined == 0) {
      primaries.judgeAgain();
    }
    requireAll();
  }

  private Map<Integer, CompletableFuture<Tenure>> begin() {
    Map<Integer, CompletableFuture<Tenure>> begun = new HashMap<>();
    Map<Integer, Primary> at = new HashMap<>();
    for (int i = 0; i < Domain.PARTITIONS; i++) {
      Domain domain = Domain.of(i);
      Primary owner = primaries.ownerOf(domain.marker());
      Tenure present = tenures.get(i);
      if (owner != null && (present == null || present.primary() != owner)) {
        begun.put(i, Tenure.begin(owner, domain, generations[i]));
        at.put(i, owner);
      }
    }
    Map<Primary, CompletableFuture<Void>> confirmations = new HashMap<>();
    begun.replaceAll((partition, tenure) ->
        tenure.thenCombine(
            confirmations.computeIfAbsent(
                Objects.requireNonNull(at.get(partition)), Primary::confirm),
            (fresh, _) -> fresh));
    return begun;
  }

  private void put(int partition, Tenure fresh) {
    generations[partition] = Math.max(generations[partition], fresh.generation());
    synchronized (turn) {
      if (!closed && fresh.primary().isOpen()) {
        tenures.set(partition, fresh);
      }
    }
  }

  private void requireAll() {
    synchronized (turn) {
      for (int i = 0; i < Domain.PARTITIONS; i++) {
        if (tenures.get(i) == null) {
          throw new InboxUnavailableException(
              "Redis: no primary of the cluster has some of the slots");
        }
      }
      if (trouble != null && !closed) {
        trouble = null;
        LOG.info("All inboxes can be written");
      }
    }
  }
}
