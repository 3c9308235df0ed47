package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.RunMark;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the database, finds out whether something that was accepted may be missing, and if so
 * begins a new generation: every inbox starts a new epoch before its next write. The commit thread
 * runs it, and the starting thread before there is one.
 */
final class Opener {
  private static final Logger LOG = LoggerFactory.getLogger(Opener.class);
  private static final byte GENERATION = 1;
  private static final int FILED_AT_ONCE = 64;

  private final InboxDatabase database;
  private final InboxConfig config;
  private final RunMark mark;
  private final Tuning tuning;
  private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private final ByteBuffer value = ByteBuffer.allocateDirect(Long.BYTES);

  Opener(InboxDatabase database, InboxConfig config, RunMark mark, Tuning tuning) {
    this.database = database;
    this.config = config;
    this.mark = mark;
    this.tuning = tuning;
  }

  /** Opens and recovers. The batch is for its own writes. */
  LiveState open(ReceiptBook receipts) {
    database.open();
    try (RecordBatch batch = database.newBatch()) {
      long recorded = recordedGeneration(database);
      long known = Math.max(recorded, mark.generation());
      boolean lacking = known > 0 && mark.mayLack(database.lastSequence());
      LiveState state = new LiveState(database, config, receipts, Math.max(1, recorded), tuning);
      new Recovery(state).replay(batch);
      long generation = lacking ? known + 1 : Math.max(1, recorded);
      if (lacking) {
        LOG.warn(
            "The inbox log may lack what was accepted: beginning generation {}; devices reconcile",
            generation);
        startGeneration(state, generation, batch);
      } else if (recorded == 0) {
        record(generation, batch);
      }
      database.write(batch, true);
      mark.running(config.durability() == Durability.SYNC, database.lastSequence(), generation);
      return state;
    }
  }

  private void startGeneration(LiveState state, long generation, RecordBatch batch) {
    int files = 0;
    for (DeviceInbox inbox : state.inboxes().all()) {
      state.filing().file(inbox, batch);
      if (++files % FILED_AT_ONCE == 0) {
        database.write(batch, false);
        batch.clear();
      }
    }
    state.inboxes().generation(generation);
    for (DeviceInbox inbox : state.inboxes().all()) {
      state.filing().emptyRing(inbox);
      inbox.enter(generation);
      state.inboxes().touch(inbox);
    }
    record(generation, batch);
    state.writeBehind().writeAll(batch);
    state.writeBehind().written();
    state.young().dropDead(batch);
  }

  private void record(long generation, RecordBatch batch) {
    value.clear().putLong(generation).flip();
    batch.put(Table.STATE, Keys.meta(key, GENERATION), value);
  }

  /** The generation on disk; 0 if the directory is new. */
  static long recordedGeneration(InboxDatabase database) {
    ByteBuffer key = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
    ByteBuffer value = ByteBuffer.allocateDirect(Long.BYTES);
    int size = database.get(Table.STATE, Keys.meta(key, GENERATION), value);
    return size < 0 ? 0 : value.getLong(0);
  }
}
