package dev.letterlock.server.delivery.lane;

import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxEngine;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of delivery: the batch that its turn gathers for the inbox engine, and the
 * sessions whose receipts wait for company.
 *
 * <p>A turn is what the loop does between two looks at its sockets. Everything that the sockets
 * brought goes to the engine as one batch when the turn ends. Everything runs on the loop.
 */
public final class Lane {
  /** What one Send to a group may make the engine store, in bytes. */
  public static final int MOST_FANNED_OUT = 8 << 20;

  private final int index;
  private final EventExecutor executor;
  private final InboxEngine engine;
  private final FanoutPool pool;
  private final Runnable wakeTurnEnd;
  private final ReceiptQueue receipts;

  private @Nullable Fanout gathering;
  private long fannedOut;

  /**
   * @param index from 0, different for each lane
   * @param wakeTurnEnd makes sure that {@link #endTurn} is called at the end of this turn
   */
  public Lane(
      int index,
      EventExecutor executor,
      InboxEngine engine,
      FanoutPool pool,
      Runnable wakeTurnEnd) {
    this.index = index;
    this.executor = executor;
    this.engine = engine;
    this.pool = pool;
    this.wakeTurnEnd = wakeTurnEnd;
    this.receipts = new ReceiptQueue(executor);
  }

  public int index() {
    return index;
  }

  public EventExecutor executor() {
    return executor;
  }

  /** The batch of this turn. */
  public InboxBatch batch() {
    Fanout current = gathering;
    if (current == null) {
      current = pool.take(index);
      gathering = current;
      wakeTurnEnd.run();
    }
    return current.batch();
  }

  /**
   * Counts what a Send to a group makes the engine store. One that has become large goes at once,
   * so that no commit has to hold much more than one message to one large group.
   */
  public void fannedOut(long bytes) {
    fannedOut += bytes;
    if (fannedOut >= MOST_FANNED_OUT) {
      endTurn();
    }
  }

  /** Hands the batch of this turn to the engine. */
  public void endTurn() {
    Fanout full = gathering;
    if (full != null) {
      gathering = null;
      fannedOut = 0;
      engine.submit(full.batch());
    }
  }

  /** Lets the receipts of {@code session} leave with its next answer, or after a fifth second. */
  void receiptsWait(DeviceSession session) {
    receipts.add(session);
  }
}
