package dev.letterlock.server.delivery.resume;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.delivery.lane.AgedInbox;
import dev.letterlock.server.session.InFlight;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxGap;
import dev.letterlock.storage.inbox.InboxItem;
import dev.letterlock.storage.inbox.InboxPage;
import dev.letterlock.storage.inbox.InboxState;
import dev.letterlock.storage.inbox.StoredEnvelope;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds out what a device stored of its inbox without having acked it before its connection broke,
 * so that these messages make their delivered receipts too. Stateless; stages run on the engine's
 * readers.
 */
final class StoredBefore {
  private static final int PAGE_ENTRIES = 256;
  private static final int PAGE_BYTES = 1024 * 1024;

  private final InboxEngine engine;
  private final AgedInbox aged;

  StoredBefore(InboxEngine engine, AgedInbox aged) {
    this.engine = engine;
    this.aged = aged;
  }

  /**
   * Where a session begins.
   *
   * @param from the last place that the device has
   * @param stored the entries between what was acked and {@code from}
   */
  record Standing(InboxState state, Cursor from, InFlight stored) {}

  /**
   * Looks at the entries that {@code resume} acks.
   *
   * @param silent nothing shall follow from them
   */
  CompletionStage<Standing> collect(
      DeviceAddress device, InboxState state, Cursor resume, boolean silent) {
    InFlight stored = new InFlight();
    boolean behind = resume.compareTo(state.acked()) <= 0 || resume.compareTo(state.last()) > 0;
    if (behind) {
      return CompletableFuture.completedFuture(new Standing(state, state.acked(), stored));
    }
    if (silent) {
      return CompletableFuture.completedFuture(new Standing(state, resume, stored));
    }
    return collect(device, state, resume, state.acked(), stored);
  }

  private CompletionStage<Standing> collect(
      DeviceAddress device, InboxState state, Cursor resume, Cursor after, InFlight stored) {
    boolean fromAged = after.compareTo(state.agedUpTo()) < 0;
    CompletionStage<InboxPage> reading =
        fromAged
            ? aged.read(device, after, state.agedUpTo(), PAGE_ENTRIES, PAGE_BYTES)
            : engine.read(device, after, PAGE_ENTRIES, PAGE_BYTES);
    return reading.thenCompose(page -> {
      Cursor next = take(page, resume, after, stored);
      Cursor reached = fromAged && page.drained() ? state.agedUpTo() : next;
      boolean done = reached.compareTo(resume) >= 0 || (page.drained() && !fromAged);
      return done
          ? CompletableFuture.completedFuture(new Standing(state, resume, stored))
          : collect(device, state, resume, reached, stored);
    });
  }

  private static Cursor take(InboxPage page, Cursor resume, Cursor after, InFlight stored) {
    Cursor last = after;
    try {
      for (InboxItem item : page.items()) {
        last = take(item, resume, stored);
      }
    } finally {
      page.release();
    }
    return last;
  }

  private static Cursor take(InboxItem item, Cursor resume, InFlight stored) {
    return switch (item) {
      case StoredEnvelope(Cursor cursor, ByteBuf envelope) -> {
        if (cursor.compareTo(resume) <= 0) {
          stored.addEnvelope(cursor.seq(), 0, envelope, envelope.readerIndex());
        }
        yield cursor;
      }
      case InboxGap(Cursor from, Cursor to, var reason) -> to;
    };
  }
}
