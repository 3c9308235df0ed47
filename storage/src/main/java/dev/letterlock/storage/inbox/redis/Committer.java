package dev.letterlock.storage.inbox.redis;

import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxHealth;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.engine.CommitMeter;
import dev.letterlock.storage.inbox.engine.CommitThread;
import dev.letterlock.storage.inbox.redis.link.ClusterLink;
import dev.letterlock.storage.inbox.redis.link.PrimaryLink;
import dev.letterlock.storage.inbox.redis.link.RedisLink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group commit: everything that was submitted meanwhile. What fails is refused; its acks are
 * kept for later. The commit thread owns it.
 */
final class Committer implements CommitThread.Work {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final RedisLink link;
  private final CommitPath path;
  private final DeferredAcks deferred;
  private final CommitMeter meter = new CommitMeter();

  Committer(RedisConfig config, RedisLink link, DeferredAcks deferred) {
    this.link = link;
    this.deferred = deferred;
    path =
        switch (link) {
          case PrimaryLink single -> new WholeCommit(config, single, 0);
          case ClusterLink cluster -> new PartitionedCommit(config, cluster);
        };
  }

  /** Acks that wait go as soon as they can. */
  @Override
  public long dueNanos() {
    return !deferred.isEmpty() && link.trouble() == null ? 0 : IDLE_NANOS;
  }

  /** Nobody tells the thread that Redis is back. */
  @Override
  public long restNanos() {
    return deferred.isEmpty() ? IDLE_NANOS : RETRY_NANOS;
  }

  @Override
  public void commit(List<InboxBatch> batches) {
    List<InboxBatch> all = new ArrayList<>(batches);
    InboxBatch late = deferred.take();
    if (!late.isEmpty()) {
      all.addFirst(late);
    }
    try {
      tryCommit(all);
    } catch (RuntimeException e) {
      if (!(e instanceof InboxUnavailableException)) {
        LOG.error("A commit failed", e);
      }
      batches.forEach(CommitThread::refuse);
      all.forEach(deferred::keep);
    }
    deferred.tell(late);
    batches.forEach(Committer::finish);
  }

  /** Forgets what was slow long ago. */
  @Override
  public void age() {
    meter.age();
  }

  InboxHealth health() {
    return meter.health(link.trouble());
  }

  private void tryCommit(List<InboxBatch> batches) {
    long started = System.nanoTime();
    CommitPath.Committed committed = path.commit(batches);
    committed.unsaid().forEach(deferred::keep);
    meter.filed(committed.waiting());
    meter.committed(committed.stored(), (System.nanoTime() - started) / 1000);
  }

  private static void finish(InboxBatch batch) {
    try {
      batch.finish();
    } catch (RuntimeException e) {
      LOG.error("A batch listener failed", e);
    }
  }
}
