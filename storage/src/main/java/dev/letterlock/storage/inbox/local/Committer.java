package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.engine.CommitMeter;
import dev.letterlock.storage.inbox.engine.CommitThread;
import dev.letterlock.storage.inbox.engine.Micros;
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

  private LiveState state;
  private RecordBatch out;
  private long waitingSince;
  private long syncedAt;
  private boolean unsynced;
  private boolean recordPut;

  Committer(
      InboxConfig config,
      Tuning tuning,
      LiveState state,
      Mending mending,
      RunMark mark,
      CommitMeter meter) {
    this.config = config;
    this.writeBehindMicros = Micros.of(tuning.writeBehind());
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
    noteWaiting(now);
  }

  /** Writes at once what the work puts, and what it touched. */
  void write(boolean synced, BiConsumer<LiveState, RecordBatch> work) {
    mending.check();
    long now = config.nowMicros();
    try {
      out.clear();
      work.accept(state, out);
      state.writeBehind().writeTouched(out);
      state.database().write(out, synced && sync);
      written(now, synced);
      settle();
      noteWaiting(now);
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
    long idle = state.writeBehind().micros(now);
    if (waitingSince != 0) {
      idle = Math.min(idle, Math.max(0, waitingSince + writeBehindMicros - now));
    }
    if (unsynced) {
      idle = Math.min(idle, Math.max(0, syncedAt + Mending.SECOND - now));
    }
    return idle;
  }

  /** Forgets what nobody uses; a few times a minute. */
  void evictIdle() {
    state.inboxes().evictIdle();
    state.receipts().evictIdle();
    meter.cached(state.inboxes().size());
    meter.age();
    countWaiting();
  }

  /** Writes what waits; the engine is about to close. */
  void stop() {
    try {
      if (!mending.isBroken()) {
        writeAll();
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
      waitingSince = now;
    }
  }

  private void tryCommit(List<InboxBatch> batches, long now) {
    if (!state.database().isOpen()) {
      batches.forEach(CommitThread::refuse);
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
    } else {
      state.young().forgetRecord();
    }
  }

  private void write(long now, long started) {
    int stored = state.placement().stored();
    boolean filing = state.filing().isDue(now) && state.gaps().isEmpty();
    if (stored > 0 || filing || state.receipts().hasRaised() || isDue(now)) {
      putRecord();
      state.writeBehind().write(now, stored, out);
      waitingSince = 0;
    }
    if (filing) {
      state.filing().step(out);
    }
    state.trimmer().step(out);
    if (!out.isEmpty()) {
      state.database().write(out, sync && stored > 0);
      written(now, stored > 0);
      settle();
      meter.committed(stored, (System.nanoTime() - started) / 1000);
    }
    syncIfRelaxed(now);
  }

  /** True if acks have waited long enough for company, or records lag too far behind. */
  private boolean isDue(long now) {
    return (waitingSince != 0 && now - waitingSince >= writeBehindMicros)
        || state.writeBehind().micros(now) == 0;
  }

  /** First the acks, then what they leave nobody to want. */
  private void putRecord() {
    if (state.young().hasRecord()) {
      state.young().finish(out);
      recordPut = true;
    }
    state.young().dropDead(out);
  }

  /** The write succeeded: memory follows. */
  private void settle() {
    if (recordPut) {
      state.young().committed();
      recordPut = false;
    }
    state.writeBehind().written();
    state.filing().committed();
    state.gaps().committed();
  }

  private void noteWaiting(long now) {
    boolean waiting =
        state.young().hasRecord()
            || state.young().hasDead()
            || state.inboxes().hasTouched()
            || state.receipts().hasTouched();
    if (waiting && waitingSince == 0) {
      waitingSince = now;
    }
  }

  private void writeAll() {
    out.clear();
    putRecord();
    state.writeBehind().writeAll(out);
    state.database().write(out, sync);
    settle();
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
      batches.forEach(CommitThread::refuse);
    } else if (state.young().isFilling()) {
      for (InboxBatch batch : batches.reversed()) {
        state.placement().takeBack(batch);
      }
      state.young().abandon();
      state.filing().abandon();
      state.gaps().abandon();
      recordPut = false;
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
