package dev.letterlock.server.delivery.resume;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.delivery.lane.AgedInbox;
import dev.letterlock.server.delivery.lane.InboxReader;
import dev.letterlock.server.delivery.lane.ReceiptCourier;
import dev.letterlock.server.delivery.receipt.AckHandler;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxState;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptPage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens a session behind an accepted Hello (docs/PROTOCOL.md §3): finds where the device's inbox
 * stands, acks what the device says it has stored, sends Welcome, and lets the stream begin. One
 * instance per lane, on its event loop.
 */
public final class SessionStart {
  private static final int RECEIPT_PAGE = 256;

  private final InboxEngine engine;
  private final StoredBefore storedBefore;
  private final AckHandler acks;
  private final InboxReader reader;
  private final Function<Cursor, Welcome> welcomes;

  /**
   * @param welcomes makes the Welcome that names this cursor
   */
  public SessionStart(
      InboxEngine engine,
      AgedInbox aged,
      AckHandler acks,
      InboxReader reader,
      Function<Cursor, Welcome> welcomes) {
    this.engine = engine;
    this.storedBefore = new StoredBefore(engine, aged);
    this.acks = acks;
    this.reader = reader;
    this.welcomes = welcomes;
  }

  /**
   * Opens {@code session}, which is attached to its device already.
   *
   * @param silent no delivered receipts are made of what {@code resume} acks
   */
  public void open(DeviceSession session, Cursor resume, boolean silent) {
    DeviceAddress device = session.recipient().address();
    engine
        .open(device)
        .thenCompose(state -> reconcile(device, state, resume))
        .thenCompose(state -> storedBefore.collect(device, state, resume, silent))
        .whenComplete(
            (standing, fault) -> session.executor().execute(() -> begin(session, standing)));
  }

  /** A device that remembers more than the inbox ever held has outlived a rolled-back storage. */
  private CompletionStage<InboxState> reconcile(
      DeviceAddress device, InboxState state, Cursor resume) {
    return resume.compareTo(state.last()) > 0
        ? engine.renew(device, resume)
        : CompletableFuture.completedFuture(state);
  }

  private void begin(DeviceSession session, StoredBefore.@Nullable Standing standing) {
    if (!session.current()) {
      return;
    }
    if (standing == null) {
      session.close(CloseCode.UNAVAILABLE);
      return;
    }
    InboxState state = standing.state();
    Cursor from = standing.from();
    boolean waiting = from.compareTo(state.last()) < 0;
    Cursor aged = state.agedUpTo().compareTo(from) > 0 ? state.agedUpTo() : null;
    session.start(from, waiting || aged != null, aged);
    session.send(welcomes.apply(inForce(state, from)));
    if (from.compareTo(state.acked()) > 0) {
      acks.handleStored(session, from, standing.stored());
    }
    loadReceipts(session, state.confirmedReceiptMark());
    if (session.firstCaughtUp()) {
      session.send(new InboxDrained(session.sentUpTo()));
    }
    reader.continueFor(session);
  }

  private static Cursor inForce(InboxState state, Cursor from) {
    return new Cursor(state.epoch(), from.epoch() == state.epoch() ? from.seq() : 0);
  }

  private void loadReceipts(DeviceSession session, long after) {
    engine
        .pendingReceipts(session.recipient().address(), after, RECEIPT_PAGE)
        .thenAccept(page -> session.executor().execute(() -> sendReceipts(session, page)));
  }

  private void sendReceipts(DeviceSession session, ReceiptPage page) {
    if (!session.current() || page.receipts().isEmpty()) {
      return;
    }
    for (PendingReceipt receipt : page.receipts()) {
      ReceiptCourier.add(session, receipt);
    }
    session.writeReceipts();
    if (!page.drained()) {
      loadReceipts(session, page.receipts().getLast().mark());
    }
  }
}
