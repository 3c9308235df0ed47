package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.engine.EngineThread;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.StorageFaultException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;

/** The threads that read pages, and the gate that keeps the database open while they do. */
final class Readers {
  private static final int THREADS = 2;

  private final InboxDatabase database;
  private final ReadWriteLock gate = new ReentrantReadWriteLock();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, work -> new EngineThread(work, "letterlock-inbox-reader"));

  Readers(InboxDatabase database) {
    this.database = database;
  }

  /** Held by who closes and opens the database. */
  Lock nobodyReads() {
    return gate.writeLock();
  }

  /** Works on the calling thread, which may block. */
  void with(Consumer<InboxDatabase> work) {
    boolean _ =
        read(open -> {
          work.accept(open);
          return true;
        });
  }

  /** Reads on the calling thread, which may block. */
  <T> T read(Function<InboxDatabase, T> work) {
    gate.readLock().lock();
    try {
      return work.apply(database);
    } catch (StorageFaultException e) {
      throw new InboxUnavailableException("inbox: " + e.getMessage(), e);
    } finally {
      gate.readLock().unlock();
    }
  }

  /**
   * Reads on a reader thread what {@code planned} leads to; a fault reaches the result as it is.
   */
  <P, T> CompletableFuture<T> read(
      CompletableFuture<P> planned, Function<P, Function<InboxDatabase, T>> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    var _ =
        planned.whenComplete((plan, fault) -> {
          if (fault != null) {
            result.completeExceptionally(fault);
          } else {
            execute(() -> complete(result, work.apply(plan)), result);
          }
        });
    return result;
  }

  void stop() {
    threads.close();
  }

  private void execute(Runnable work, CompletableFuture<?> result) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(new InboxUnavailableException("inbox: closed", e));
    }
  }

  private <T> void complete(CompletableFuture<T> result, Function<InboxDatabase, T> work) {
    try {
      result.complete(read(work));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }
}
