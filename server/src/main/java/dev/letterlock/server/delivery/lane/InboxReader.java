package dev.letterlock.server.delivery.lane;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxGap;
import dev.letterlock.storage.inbox.InboxItem;
import dev.letterlock.storage.inbox.InboxPage;
import dev.letterlock.storage.inbox.InboxState;
import dev.letterlock.storage.inbox.StoredEnvelope;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves a session from its inbox until it has caught up: after a reconnect, after it was
 * unwritable, or when it ran out of credit. What has aged is read from the long-term store first,
 * also when it ages while the session runs. One page is read at a time, never more than the session
 * has room for. Methods run on the session's event loop; pages are read elsewhere.
 */
public final class InboxReader {
  private static final int PAGE_ENTRIES = 128;
  private static final int PAGE_BYTES = 256 * 1024;
  private static final int RETRY_MILLIS = 1_000;

  private final InboxEngine engine;
  private final AgedInbox aged;
  private final DeliveryMeters meters;

  public InboxReader(InboxSources inboxes, DeliveryMeters meters) {
    this.engine = inboxes.engine();
    this.aged = inboxes.aged();
    this.meters = meters;
  }

  /** Reads on if the session wants more and has room; otherwise does nothing. */
  public void continueFor(DeviceSession session) {
    if (session.wantsMore()) {
      session.pageBegins();
      page(session)
          .whenComplete((page, fault) -> session.executor().execute(() -> finish(session, page)));
    }
  }

  private CompletionStage<InboxPage> page(DeviceSession session) {
    Cursor after = session.sentUpTo();
    int entries = Math.min(PAGE_ENTRIES, session.roomMessages());
    int bytes = Math.min(PAGE_BYTES, session.roomBytes());
    return session.readsAged()
        ? aged.read(session.recipient().address(), after, session.agedUpTo(), entries, bytes)
        : engine.read(session.recipient().address(), after, entries, bytes);
  }

  private void finish(DeviceSession session, @Nullable InboxPage page) {
    if (page == null) {
      retryLater(session);
      return;
    }
    if (session.readsAged() || isSeamless(session.sentUpTo(), page)) {
      take(session, page);
    } else {
      engine
          .open(session.recipient().address())
          .whenComplete(
              (state, fault) -> session.executor().execute(() -> checked(session, page, state)));
    }
  }

  /**
   * True if every place right behind {@code after} holds its envelope. Otherwise something may have
   * aged since the last page: the engine passes over it, or shows a gap where it was.
   */
  private static boolean isSeamless(Cursor after, InboxPage page) {
    Cursor last = after;
    for (InboxItem item : page.items()) {
      if (!(item instanceof StoredEnvelope stored)
          || !stored.cursor().equals(new Cursor(last.epoch(), last.seq() + 1))) {
        return false;
      }
      last = stored.cursor();
    }
    return !page.items().isEmpty();
  }

  /** Takes the page unless the inbox has aged beyond what was sent, which then comes first. */
  private void checked(DeviceSession session, InboxPage page, @Nullable InboxState state) {
    if (state == null) {
      page.release();
      retryLater(session);
    } else if (session.isBeyondSent(state.agedUpTo())) {
      page.release();
      session.aged(state.agedUpTo());
      session.pageEnds(false);
      continueFor(session);
    } else {
      take(session, page);
    }
  }

  private void take(DeviceSession session, InboxPage page) {
    boolean fromAged = session.readsAged();
    try {
      if (session.current()) {
        page.items().forEach(item -> send(session, item));
      }
    } finally {
      page.release();
    }
    if (fromAged && page.drained()) {
      session.aged(null);
    }
    session.pageEnds(page.drained() && !fromAged);
    sayDrained(session);
    continueFor(session);
  }

  private static void sayDrained(DeviceSession session) {
    if (session.firstCaughtUp()) {
      session.send(new InboxDrained(session.sentUpTo()));
    }
  }

  private void send(DeviceSession session, InboxItem item) {
    switch (item) {
      case StoredEnvelope(Cursor cursor, ByteBuf envelope) ->
          sendEnvelope(session, cursor, envelope);
      case InboxGap(Cursor from, Cursor to, Gap.Reason reason) -> {
        session.send(new Gap(from, to, reason));
        session.gap(to);
      }
    }
  }

  private void sendEnvelope(DeviceSession session, Cursor cursor, ByteBuf envelope) {
    int index = envelope.readerIndex();
    session.deliver(cursor.epoch(), cursor.seq(), envelope, index, envelope.readableBytes());
    meters.deliveredFromInbox();
  }

  /** The next entry cannot be reached: the device is told once, and it is tried again. */
  private void retryLater(DeviceSession session) {
    if (session.stalls()) {
      session.send(Failure.ofFrame(ErrorCode.UNAVAILABLE, FrameType.HELLO.code(), RETRY_MILLIS));
    }
    var _ =
        session
            .executor()
            .schedule(
                () -> {
                  session.pageEnds(false);
                  continueFor(session);
                },
                RETRY_MILLIS,
                TimeUnit.MILLISECONDS);
  }
}
