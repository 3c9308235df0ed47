package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
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
import dev.letterlock.storage.inbox.engine.CommitMeter;
import dev.letterlock.storage.inbox.engine.EngineThread;
import dev.letterlock.storage.inbox.engine.Micros;
import dev.letterlock.storage.inbox.engine.PageBuilder;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.RunMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/**
 * The inbox engine of one node, in one directory (docs/ARCHITECTURE.md). One commit thread owns all
 * state and writes; two reader threads fill pages; jobs look through the disk on their own threads.
 */
public final class LocalInboxEngine implements InboxEngine {
  private static final int READ_TRIES = 8;

  private final InboxConfig config;
  private final InboxDatabase database;
  private final RunMark mark;
  private final Readers readers;
  private final Mending mending;
  private final CommitLoop loop;
  private final CommitMeter meter = new CommitMeter();
  private final Expiry expiry = new Expiry();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final EngineJobs jobs;

  private LocalInboxEngine(InboxConfig config, Tuning tuning) {
    this.config = config;
    database = new InboxDatabase(config.directory());
    mark = new RunMark(config.directory());
    readers = new Readers(database);
    Opener opener = new Opener(database, config, mark, tuning);
    mending = new Mending(config.directory(), opener, readers.nobodyReads());
    LiveState state = opener.open(new ReceiptBook(database));
    Committer committer = new Committer(config, tuning, state, mending, mark, meter);
    loop = new CommitLoop(committer, config, tuning.pace());
    jobs = new EngineJobs(loop, readers, expiry);
  }

  /**
   * Opens the directory, makes it when absent, and recovers what a crash has left.
   *
   * @throws dev.letterlock.storage.inbox.local.disk.DataDirectoryInUseException if another process
   *     has it
   * @throws dev.letterlock.storage.inbox.local.disk.DamagedDirectoryException if it cannot be read
   * @throws UncheckedIOException if it cannot be made or written
   */
  public static LocalInboxEngine open(InboxConfig config) {
    return open(config, Tuning.USUAL);
  }

  static LocalInboxEngine open(InboxConfig config, Tuning tuning) {
    try {
      Files.createDirectories(config.directory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LocalInboxEngine engine = new LocalInboxEngine(config, tuning);
    engine.loop.start();
    return engine;
  }

  @Override
  public Durability durability() {
    return config.durability();
  }

  @Override
  public void receiptListener(ReceiptListener listener) {
    expiry.listener(listener);
  }

  @Override
  public void submit(InboxBatch batch) {
    loop.submit(batch);
  }

  @Override
  public CompletionStage<InboxState> open(DeviceAddress device) {
    return loop.ask(committer -> committer.state().inboxes().get(device).state());
  }

  @Override
  public CompletionStage<InboxState> renew(DeviceAddress device, Cursor seen) {
    return loop.ask(committer -> {
      committer.write(true, (state, out) -> Changes.renew(state, device, seen, out));
      return committer.state().inboxes().get(device).state();
    });
  }

  @Override
  public CompletionStage<InboxPage> read(
      DeviceAddress device, Cursor after, int maxEntries, int maxBytes) {
    return read(device, after, Math.max(1, maxEntries), maxBytes, READ_TRIES);
  }

  @Override
  public CompletionStage<ReceiptPage> pendingReceipts(
      DeviceAddress device, long afterMark, int maxReceipts) {
    CompletableFuture<Long> confirmed =
        loop.ask(committer -> {
          committer.state().receipts().touch(device.user());
          if (committer.state().receipts().hasTouched() && !mending.isBroken()) {
            committer.write(false, (_, _) -> {});
          }
          return committer.state().inboxes().get(device).confirmedMark();
        });
    return readers.read(
        confirmed,
        mark ->
            from ->
                new ReceiptShelf(from)
                    .pending(device.user(), Math.max(mark, afterMark), maxReceipts));
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
    return meter.health(mending.trouble());
  }

  /**
   * Makes a directory with all that was accepted before, while the engine goes on. Blocking;
   * refuses the engine's own threads.
   *
   * @param copy not there yet, in a directory that is
   * @throws InboxUnavailableException if the disk refuses
   */
  public void checkpoint(Path copy) {
    EngineThread.refuse();
    readers.with(open -> open.checkpoint(copy));
  }

  /**
   * Makes a copy that {@link #checkpoint} made the directory of an engine. What the devices have
   * got and acked since is not in it, so every inbox begins an epoch at the next opening that is
   * above every one that there was before now.
   */
  public static void adopt(Path copy, Instant now) {
    RunMark.copied(copy, now.getEpochSecond());
  }

  @Override
  public void close() {
    EngineThread.refuse();
    if (closed.compareAndSet(false, true)) {
      loop.end();
      readers.stop();
      database.stopReclaiming();
      Lock nobodyReads = readers.nobodyReads();
      nobodyReads.lock();
      try {
        database.dispose();
      } finally {
        nobodyReads.unlock();
      }
      mark.close();
    }
  }

  /** Reads anew if all that was planned has been moved meanwhile. */
  private CompletionStage<InboxPage> read(
      DeviceAddress device, Cursor after, int maxEntries, int maxBytes, int tries) {
    CompletableFuture<ReadPlan> planned =
        loop.ask(
            committer -> ReadPlan.of(committer.state().inboxes().get(device), after, maxEntries));
    return readers
        .read(planned, plan -> readPage(plan, maxEntries, maxBytes))
        .thenCompose(page ->
            page.items().isEmpty() && !page.drained() && tries > 1
                ? read(device, after, maxEntries, maxBytes, tries - 1)
                : CompletableFuture.completedStage(page));
  }

  private Function<InboxDatabase, InboxPage> readPage(ReadPlan plan, int maxEntries, int maxBytes) {
    return from -> {
      PageBuilder page = new PageBuilder(plan.start(), maxEntries, maxBytes);
      try {
        List<Cursor> expired = new PageReader(from, plan, page, config.nowMicros()).read();
        expireLater(plan.device(), expired);
        return page.build(plan.last());
      } catch (RuntimeException e) {
        page.release();
        throw e;
      }
    };
  }

  /** Nobody waits for it: the gaps are already in the page. */
  private void expireLater(DeviceAddress device, List<Cursor> expired) {
    if (!expired.isEmpty()) {
      List<Expiry.Due> due =
          expired.stream().map(cursor -> new Expiry.Due(device, cursor, 0)).toList();
      var _ = loop.ask(committer -> expiry.expire(committer, due, config.nowMicros()));
    }
  }
}
