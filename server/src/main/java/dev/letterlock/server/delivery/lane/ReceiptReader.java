package dev.letterlock.server.delivery.lane;

import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.SessionReceipts;
import dev.letterlock.storage.inbox.PendingReceipt;
import dev.letterlock.storage.inbox.ReceiptPage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the receipts that a session is missing: at its start, and when one comes that is not the
 * next. One page is read at a time. Stateless; methods run on the session's event loop.
 */
public final class ReceiptReader {
  private static final int PAGE = 256;
  private static final int RETRY_MILLIS = 1_000;

  private final PendingReceipts pending;

  public ReceiptReader(PendingReceipts pending) {
    this.pending = pending;
  }

  /** Brings the session everything that waits above what it was told. */
  public void continueFor(DeviceSession session) {
    if (session.receipts().readBegins()) {
      pending
          .read(session.recipient().address(), session.receipts().told(), PAGE)
          .whenComplete((page, fault) -> session.executor().execute(() -> take(session, page)));
    }
  }

  private void take(DeviceSession session, @Nullable ReceiptPage page) {
    if (!session.current()) {
      return;
    }
    if (page == null) {
      retryLater(session);
      return;
    }
    for (PendingReceipt receipt : page.receipts()) {
      add(session.receipts(), receipt);
    }
    session.writeReceipts();
    if (session.receipts().readEnds(page.drained())) {
      continueFor(session);
    }
  }

  static void add(SessionReceipts receipts, PendingReceipt receipt) {
    receipts.add(
        receipt.mark(),
        receipt.kind(),
        receipt.conversation().high(),
        receipt.conversation().low(),
        receipt.reader(),
        receipt.senderDevice(),
        receipt.upTo());
  }

  private void retryLater(DeviceSession session) {
    var _ =
        session
            .executor()
            .schedule(
                () -> {
                  session.receipts().readEnds(false);
                  continueFor(session);
                },
                RETRY_MILLIS,
                TimeUnit.MILLISECONDS);
  }
}
