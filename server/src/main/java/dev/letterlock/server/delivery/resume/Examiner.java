package dev.letterlock.server.delivery.resume;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.server.cluster.Node;
import dev.letterlock.server.delivery.lane.InboxReader;
import dev.letterlock.server.delivery.lane.ReceiptReader;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.storage.inbox.route.Finding;
import dev.letterlock.storage.inbox.route.Standing;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the sessions of one lane each second with what all nodes share, and finds what nobody
 * told this one: messages, receipts, and that a session was displaced. One look is under way at a
 * time. Runs on the lane's event loop; costs nothing on a server that is alone.
 */
public final class Examiner {
  private final Node node;
  private final EventExecutor executor;
  private final InboxReader reader;
  private final ReceiptReader receipts;

  private List<DeviceSession> gathered = new ArrayList<>();
  private boolean looking;

  public Examiner(Node node, EventExecutor executor, InboxReader reader, ReceiptReader receipts) {
    this.node = node;
    this.executor = executor;
    this.reader = reader;
    this.receipts = receipts;
  }

  /** Looks at this session together with the others of the same sweep. */
  public void look(DeviceSession session) {
    if (looking || session.origin().fence() == 0 || !session.isOpen()) {
      return;
    }
    if (gathered.isEmpty()) {
      executor.execute(this::begin);
    }
    gathered.add(session);
  }

  private void begin() {
    List<DeviceSession> sessions = gathered;
    gathered = new ArrayList<>();
    looking = true;
    node.examine(sessions.stream().map(Examiner::standing).toList())
        .whenComplete((findings, fault) -> executor.execute(() -> finish(sessions, findings)));
  }

  private static Standing standing(DeviceSession session) {
    return new Standing(
        session.recipient().address(),
        session.origin().fence(),
        later(session.sentUpTo(), session.origin().emptyUpTo()),
        session.receipts().told());
  }

  private static Cursor later(Cursor one, Cursor other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private void finish(List<DeviceSession> sessions, @Nullable List<Finding> findings) {
    looking = false;
    if (findings != null) {
      findings.forEach(finding -> act(sessions.get(finding.index()), finding));
    }
  }

  private void act(DeviceSession session, Finding finding) {
    if (!session.current()) {
      return;
    }
    if (finding.displaced()) {
      session.recipient().detach(session);
      session.close(CloseCode.DISPLACED);
      return;
    }
    if (finding.last().seq() == 0) {
      session.origin().emptyUpTo(finding.last());
    } else {
      session.hint(finding.last());
      reader.continueFor(session);
    }
    if (finding.receipts()) {
      receipts.continueFor(session);
    }
  }
}
