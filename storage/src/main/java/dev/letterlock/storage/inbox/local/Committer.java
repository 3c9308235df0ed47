package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.RunMark;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.util.List;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group commit: everything that was submitted meanwhile becomes one write, and what waited to
 * be written behind goes along. The commit thread owns it.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

  private final InboxConfig config;
  private final Mending mending;
  private final RunMark mark;
  private final CommitMeter meter;
  private final boolean sync;
  private final long writeBehindMicros;
  private final int checkpointSubmissions;
  private final long checkpointAgeMicros;

  private LiveState state;
  private RecordBatch out;
  private long dirtySince;
  private long syncedAt;
  private boolean unsynced;
  private int sinceCheckpoint;

  Committer(
      InboxConfig config,
      Tuning tuning,
      LiveState state,
      Mending mending,
      RunMark mark,
      CommitMeter meter) {
    this.config = config;
    this.writeBehindMicros = Micros.of(tuning.writeBehind());
    this.checkpointSubmissions = tuning.checkpointSubmissions();
    this.checkpointAgeMicros = Micros.of(tuning.youngAge());
    this.state = state;
    this.mending = mending;
    this.mark = mark;
    this.meter = meter;
    this.sync = config.durability() == Durability.SYNC;
    this.out = state.database().newBatch();
    countWaiting();
  }

  LiveState state() {
    return state;
  }

  /** Commits the batches and calls their listeners; without batches, does what is due. */
  void commit(List<InboxBatch> batches) {
    long now = config.nowMicros();
    try {
      mendIfBroken(now);
      tryCommit(batches, now);
    } catch (RuntimeException | Error e) {
      // Whatever it was: memory may be wrong, and the disk is read again.
      fail(batches, now, e);
    }
    meter.young(state.young().liveEnvelopes());
    for (InboxBatch batch : batches) {
      finish(batch);
    }
    if (state.inboxes().hasDirty() || state.receipts().hasDirty()) {
      dirtySince = dirtySince == 0 ? now : dirtySince;
    }
  }

  /** Writes at once what the work puts, and all that waited to be written behind. */
  void write(boolean synced, BiConsumer<LiveState, RecordBatch> work) {
    mending.check();
    long now = config.nowMicros();
    try {
      out.clear();
      work.accept(state, out);
      putWaiting(false, true);
      state.database().write(out, synced && sync);
      written(now, synced);
      settle(0, false, true);
    } catch (RuntimeException e) {
      state.gaps().abandon();
      mending.broken(e, now);
      throw e;
    }
  }

  /** µs until something is due although nobody submits; 0 if it is due now. */
  long idleMicros(long now) {
    if (mending.isBroken()) {
      return mending.nextTry(now);
    }
    if (state.trimmer().hasWork()) {
      return 0;
    }
    long due = Long.MAX_VALUE;
    if (dirtySince != 0) {
      due = dirtySince + writeBehindMicros;
    }
    if (unsynced) {
      due = Math.min(due, syncedAt + Mending.SECOND);
    }
    return due == Long.MAX_VALUE ? due : Math.max(0, due - now);
  }

  /** Forgets what nobody uses; a few times a minute. */
  void evictIdle() {
    state.inboxes().evictIdle();
    state.receipts().evictIdle();
    meter.cached(state.inboxes().size());
    countWaiting();
  }

  /** Writes what waits; the engine is about to close. */
  void stop() {
    try {
      if (!mending.isBroken()) {
        write(true, (_, _) -> {});
        state.database().sync();
        mark.stopped(state.database().lastSequence());
      }
    } catch (RuntimeException e) {
      LOG.warn("The inbox could not be closed cleanly: {}", e.getMessage());
    } finally {
      out.close();
    }
  }

  private void countWaiting() {
    meter.young(state.young().liveEnvelopes());
    if (state.database().isOpen()) {
      meter.filed(state.database().estimatedRecords(Table.ENTRIES));
    }
  }

  private void mendIfBroken(long now) {
    if (mending.isDue(now)) {
      out.close();
      state = mending.mend(state, now);
      out = state.database().newBatch();
      dirtySince = now;
      sinceCheckpoint = 0;
    }
  }

  private void tryCommit(List<InboxBatch> batches, long now) {
    if (!state.database().isOpen()) {
      batches.forEach(Placement::refuse);
      return;
    }
    long started = System.nanoTime();
    out.clear();
    state.placement().begin(now);
    for (InboxBatch batch : batches) {
      state.acks().apply(batch, now);
    }
    boolean storing = !mending.isBroken();
    for (InboxBatch batch : batches) {
      state.placement().place(batch, now, storing, out);
    }
    if (storing) {
      write(now, started);
    }
  }

  private void write(long now, long started) {
    int stored = state.placement().stored();
    if (stored > 0) {
      state.young().finish(out);
    }
    boolean filingDue = state.filing().isDue(now);
    boolean checkpoint =
        sinceCheckpoint + stored > checkpointSubmissions
            || (sinceCheckpoint > 0 && now - state.young().oldestTime() > checkpointAgeMicros);
    boolean behind = checkpoint || (dirtySince != 0 && now - dirtySince >= writeBehindMicros);
    if (filingDue && state.gaps().isEmpty()) {
      state.filing().step(out);
    }
    state.trimmer().step(out);
    putWaiting(checkpoint, behind);
    if (!out.isEmpty()) {
      state.database().write(out, sync && stored > 0);
      written(now, stored > 0);
      settle(stored, checkpoint, behind);
      meter.committed(stored, (System.nanoTime() - started) / 1000);
    }
    syncIfRelaxed(now);
  }

  private void putWaiting(boolean checkpoint, boolean behind) {
    if (checkpoint) {
      state.windows().writeUnsaved(out);
      state.inboxes().writeAdvanced(out);
    }
    if (behind) {
      state.young().dropDead(out);
      state.inboxes().writeDirty(out);
      state.receipts().writeDirty(out);
    }
  }

  /** The write succeeded: memory follows. */
  private void settle(int stored, boolean checkpoint, boolean behind) {
    if (stored > 0) {
      state.young().committed();
    }
    sinceCheckpoint += stored;
    if (checkpoint) {
      state.windows().saved();
      state.inboxes().advancedWritten();
      state.young().windowsSaved();
      sinceCheckpoint = 0;
    }
    if (behind) {
      state.inboxes().dirtyWritten();
      state.receipts().dirtyWritten();
      dirtySince = 0;
    }
    state.filing().committed();
    state.gaps().committed();
  }

  private void written(long now, boolean synced) {
    if (sync && synced) {
      mark.reached(state.database().lastSequence());
    }
    if (!sync && !unsynced) {
      unsynced = true;
      syncedAt = now;
    }
  }

  /** Relaxed means seconds: what was written is synced once in a while. */
  private void syncIfRelaxed(long now) {
    if (unsynced && now - syncedAt >= Mending.SECOND) {
      state.database().sync();
      unsynced = false;
    }
  }

  private void fail(List<InboxBatch> batches, long now, Throwable e) {
    if (mending.isBroken()) {
      batches.forEach(Placement::refuse);
    } else if (state.young().isFilling()) {
      for (InboxBatch batch : batches.reversed()) {
        state.placement().takeBack(batch);
      }
      state.young().abandon();
      state.filing().abandon();
      state.gaps().abandon();
    }
    mending.broken(e, now);
  }

  private static void finish(InboxBatch batch) {
    try {
      batch.finish();
    } catch (RuntimeException e) {
      LOG.error("A batch listener failed", e);
    }
  }
}
