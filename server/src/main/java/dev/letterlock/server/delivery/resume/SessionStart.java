package dev.letterlock.server.delivery.resume;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.frame.server.Gap;
import dev.letterlock.protocol.frame.server.InboxDrained;
import dev.letterlock.protocol.frame.server.Welcome;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.cluster.Node;
import dev.letterlock.server.delivery.lane.InboxReader;
import dev.letterlock.server.delivery.lane.InboxSources;
import dev.letterlock.server.delivery.lane.ReceiptReader;
import dev.letterlock.server.delivery.receipt.AckHandler;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxState;
import dev.letterlock.storage.inbox.route.Attached;
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
  private final InboxEngine engine;
  private final Node node;
  private final StoredBefore storedBefore;
  private final AckHandler acks;
  private final InboxReader reader;
  private final ReceiptReader receipts;
  private final Function<Cursor, Welcome> welcomes;

  /**
   * @param welcomes makes the Welcome that names this cursor
   */
  public SessionStart(
      InboxSources inboxes,
      Node node,
      AckHandler acks,
      InboxReader reader,
      ReceiptReader receipts,
      Function<Cursor, Welcome> welcomes) {
    this.engine = inboxes.engine();
    this.node = node;
    this.storedBefore = new StoredBefore(inboxes.engine(), inboxes.aged());
    this.acks = acks;
    this.reader = reader;
    this.receipts = receipts;
    this.welcomes = welcomes;
  }

  /**
   * Opens {@code session}, which is attached to its device already.
   *
   * @param silent no delivered receipts are made of what {@code resume} acks
   */
  public void open(DeviceSession session, Cursor resume, boolean silent) {
    DeviceAddress device = session.recipient().address();
    // Before the inbox is looked at: what is committed from now on is told to this node.
    CompletionStage<Attached> attached = node.attach(device);
    engine
        .open(device)
        .thenCompose(state -> reconcile(device, state, resume))
        .thenCompose(state -> storedBefore.collect(device, state, resume, silent))
        .thenCombine(attached, Beginning::new)
        .whenComplete((beginning, fault) ->
            session.executor().execute(() -> begin(session, resume, beginning)));
  }

  /** The session is over, whether it has begun or not. */
  public void ended(DeviceSession session) {
    if (session.origin().fence() != 0) {
      node.detach(session.recipient().address(), session.origin().fence());
    }
  }

  private record Beginning(StoredBefore.Standing standing, Attached attached) {}

  /** A device that remembers more than the inbox ever held has outlived a rolled-back storage. */
  private CompletionStage<InboxState> reconcile(
      DeviceAddress device, InboxState state, Cursor resume) {
    return resume.compareTo(state.last()) > 0
        ? engine.renew(device, resume)
        : CompletableFuture.completedFuture(state);
  }

  private void begin(DeviceSession session, Cursor resume, @Nullable Beginning beginning) {
    if (beginning != null) {
      node.displace(session.recipient().address(), beginning.attached());
      session.origin().fence(beginning.attached().fence());
    }
    if (!session.current()) {
      ended(session);
      return;
    }
    if (beginning == null) {
      session.close(CloseCode.UNAVAILABLE);
      return;
    }
    begin(session, resume, beginning.standing());
  }

  private void begin(DeviceSession session, Cursor resume, StoredBefore.Standing standing) {
    InboxState state = standing.state();
    Cursor from = standing.from();
    boolean waiting = from.compareTo(state.last()) < 0;
    Cursor aged = state.agedUpTo().compareTo(from) > 0 ? state.agedUpTo() : null;
    session.start(from, waiting || aged != null, aged);
    session.send(welcomes.apply(inForce(state, from)));
    if (knowsNothingOf(resume, from)) {
      session.send(new Gap(resume, from, Gap.Reason.NEW_EPOCH));
      session.gap(from);
    }
    if (from.compareTo(state.acked()) > 0) {
      acks.handleStored(session, from, standing.stored());
    }
    session.receipts().startAfter(state.confirmedReceiptMark());
    receipts.continueFor(session);
    if (session.firstCaughtUp()) {
      session.send(new InboxDrained(session.sentUpTo()));
    }
    reader.continueFor(session);
  }

  /**
   * True when the inbox began after the place that the device names: the storage was emptied, or
   * has forgotten a device that was long away. No place in between will ever be read.
   */
  private static boolean knowsNothingOf(Cursor resume, Cursor from) {
    return !resume.equals(Cursor.ZERO)
        && from.seq() == 0
        && Long.compareUnsigned(resume.epoch(), from.epoch()) < 0;
  }

  private static Cursor inForce(InboxState state, Cursor from) {
    return new Cursor(state.epoch(), from.epoch() == state.epoch() ? from.seq() : 0);
  }
}
