package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.BlockingGuard;
import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.MoveStore;
import dev.letterlock.storage.NonceStore;
import dev.letterlock.storage.TokenBuckets;
import dev.letterlock.storage.inbox.AgedInbox;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxHealth;
import dev.letterlock.storage.inbox.InboxPage;
import dev.letterlock.storage.inbox.InboxState;
import dev.letterlock.storage.inbox.ReceiptListener;
import dev.letterlock.storage.inbox.ReceiptPage;
import dev.letterlock.storage.inbox.ReceiptRecord;
import dev.letterlock.storage.inbox.engine.CommitThread;
import dev.letterlock.storage.inbox.engine.EngineThread;
import dev.letterlock.storage.inbox.engine.Micros;
import dev.letterlock.storage.inbox.redis.link.Layout;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import dev.letterlock.storage.inbox.redis.script.Calls;
import dev.letterlock.storage.inbox.redis.script.InboxRecord;
import dev.letterlock.storage.inbox.redis.script.ReadAnswer;
import dev.letterlock.storage.inbox.redis.script.Receipts;
import dev.letterlock.storage.inbox.route.NodeRegistry;
import dev.letterlock.storage.inbox.route.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The inbox engine on Redis (docs/adr/0010, docs/adr/0013). Keeps nothing in memory but acks that
 * could not be written: every step reads what it needs where it changes it. One commit thread, and
 * one connection to each primary.
 */
public final class RedisInboxEngine implements InboxEngine {
  private static final int MAX_SUBMISSIONS = 1024;
  private static final int MAX_BYTES = 4 << 20;
  private static final Duration PACE = Duration.ofMillis(1);
  private static final Duration NODE_LIFE = Duration.ofSeconds(10);
  private static final ReceiptListener NOBODY = (_, _) -> {};

  private final RedisConfig config;
  private final RedisLink link;
  private final DeferredAcks deferred = new DeferredAcks(this::listener);
  private final Committer committer;
  private final CommitThread thread;
  private final Questions questions;
  private final Expiry expiry;
  private final RedisJobs jobs;
  private final RedisRoutes routes;
  private final RedisNodes nodes;
  private final RedisLeases leases;
  private final RedisNonces nonces;
  private final RedisBuckets buckets;
  private final RedisMoves moves;
  private final AtomicBoolean closed = new AtomicBoolean();

  private volatile ReceiptListener listener = NOBODY;

  private RedisInboxEngine(RedisConfig config, RedisLink link) {
    this.config = config;
    this.link = link;
    committer = new Committer(config, link, deferred);
    thread = new CommitThread(committer, new CommitThread.Bounds(MAX_SUBMISSIONS, MAX_BYTES, PACE));
    questions = new Questions(thread);
    expiry = new Expiry(thread, questions, link, this::listener);
    jobs = new RedisJobs(questions, link, expiry);
    routes = new RedisRoutes(questions, link);
    nodes = new RedisNodes(link, NODE_LIFE);
    leases = new RedisLeases(link, config.link().clock());
    nonces = new RedisNonces(link);
    buckets = new RedisBuckets(link);
    moves = new RedisMoves(link);
  }

  /**
   * Connects and judges. Blocking.
   *
   * @throws dev.letterlock.storage.inbox.redis.link.UnfitRedisException if this Redis cannot keep
   *     the promise
   * @throws dev.letterlock.storage.inbox.InboxUnavailableException if it cannot be reached, or
   *     takes no writes
   */
  public static RedisInboxEngine open(RedisConfig config) {
    RedisInboxEngine engine = new RedisInboxEngine(config, RedisLink.open(config.link()));
    engine.thread.start();
    return engine;
  }

  @Override
  public Durability durability() {
    return config.link().durability();
  }

  @Override
  public void receiptListener(ReceiptListener newListener) {
    listener = newListener;
  }

  /** How the Redis spreads its keys. */
  public Layout layout() {
    return link.layout();
  }

  /** Who has the session of a device, as the inboxes know it. */
  public Routes routes() {
    return routes;
  }

  /** Which servers use this Redis. */
  public NodeRegistry nodes() {
    return nodes;
  }

  /** Leases for all servers that use this Redis; of no use once the engine is closed. */
  public LeaseStore leases() {
    return leases;
  }

  /** Nonces for all servers that use this Redis; of no use once the engine is closed. */
  public NonceStore nonces() {
    return nonces;
  }

  /** Buckets for all servers that use this Redis; of no use once the engine is closed. */
  public TokenBuckets buckets() {
    return buckets;
  }

  /** Whether inboxes are being moved into this Redis; of no use once the engine is closed. */
  public MoveStore moves() {
    return moves;
  }

  @Override
  public void submit(InboxBatch batch) {
    thread.submit(batch);
  }

  @Override
  public CompletionStage<InboxState> open(DeviceAddress device) {
    return questions.ask(() -> link.run(Calls.open(device)).thenApply(RedisInboxEngine::state));
  }

  @Override
  public CompletionStage<InboxState> renew(DeviceAddress device, Cursor seen) {
    return questions.ask(
        () -> link.run(Calls.renew(device, seen)).thenApply(RedisInboxEngine::state));
  }

  @Override
  public CompletionStage<InboxPage> read(
      DeviceAddress device, Cursor after, int maxEntries, int maxBytes) {
    int entries = Math.max(1, maxEntries);
    int bytes = Math.max(1, maxBytes);
    return questions.ask(() ->
        link.run(Calls.read(device, after, entries, bytes))
            .thenApply(answer -> page(device, new ReadAnswer(answer), entries, bytes)));
  }

  @Override
  public CompletionStage<ReceiptPage> pendingReceipts(
      DeviceAddress device, long afterMark, int maxReceipts) {
    return questions.ask(() ->
        link.run(Calls.pending(device, afterMark, maxReceipts + 1))
            .thenApply(answer -> Receipts.page(answer, maxReceipts)));
  }

  @Override
  public List<ReceiptRecord> receiptLog(int max) {
    return jobs.receiptLog(max);
  }

  @Override
  public void receiptLogDrained(List<ReceiptRecord> drained) {
    jobs.receiptLogDrained(drained);
  }

  @Override
  public List<AgedInbox> agedInboxes(Instant olderThan, int max) {
    return jobs.agedInboxes(Micros.of(olderThan), max);
  }

  @Override
  public void trimAged(DeviceAddress device, Cursor upTo) {
    jobs.trimAged(device, upTo);
  }

  @Override
  public int expire(Instant now, int max) {
    return jobs.expire(Micros.of(now), max);
  }

  @Override
  public void forget(DeviceAddress device) {
    jobs.forget(device);
  }

  @Override
  public InboxHealth health() {
    return committer.health();
  }

  @Override
  public void close() {
    EngineThread.refuse();
    BlockingGuard.check();
    if (closed.compareAndSet(false, true)) {
      thread.stop();
      link.close();
      deferred.release();
    }
  }

  private ReceiptListener listener() {
    return listener;
  }

  private InboxPage page(DeviceAddress device, ReadAnswer answer, int maxEntries, int maxBytes) {
    PageMaker maker = new PageMaker(answer, maxEntries, maxBytes, config.nowMicros());
    InboxPage page = maker.make();
    if (!maker.expired().isEmpty()) {
      // Nobody waits for it: the gaps are already in the page.
      var _ = expiry.expire(device, maker.expired());
    }
    return page;
  }

  private static InboxState state(List<Object> answer) {
    return InboxRecord.read(answer.getFirst()).state();
  }
}
