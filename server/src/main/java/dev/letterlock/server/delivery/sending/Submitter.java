package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.FrameType;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.codec.server.AcceptedWriter;
import dev.letterlock.protocol.frame.server.Failure;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.delivery.lane.SendAnswers;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.storage.inbox.Submission;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of one session's Sends: counts them, remembers the route that was used last,
 * and gathers the answers of a turn into one frame. Runs on the session's event loop.
 */
public final class Submitter implements SendAnswers {
  private static final int RETRY_MILLIS = 1_000;

  private final DeviceSession session;

  private int lastRef;
  private int unanswered;
  private @Nullable Route route;
  private @Nullable GroupRoute groupRoute;
  private @Nullable ParkedSends parked;

  private boolean answering;
  private @Nullable AcceptedWriter accepted;

  public Submitter(DeviceSession session) {
    this.session = session;
  }

  DeviceSession session() {
    return session;
  }

  DeviceAddress address() {
    return session.recipient().address();
  }

  /** Counts a Send; refuses it at once when its ref is out of turn or too many wait. */
  boolean admit(int ref) {
    if (ref != lastRef + 1) {
      session.send(failure(ErrorCode.BAD_REF, ref));
      return false;
    }
    lastRef = ref;
    if (unanswered >= Wire.MAX_UNANSWERED) {
      session.send(failure(ErrorCode.TOO_MANY_UNANSWERED, ref));
      return false;
    }
    unanswered++;
    return true;
  }

  /** The route of the Send before, which most often is that of the next. */
  @Nullable Route route() {
    return route;
  }

  void route(Route found) {
    route = found;
  }

  /** As {@link #route}, of Sends to groups. */
  @Nullable GroupRoute groupRoute() {
    return groupRoute;
  }

  void groupRoute(GroupRoute found) {
    groupRoute = found;
  }

  /** The Sends that wait for what has to be looked up first; null when none do. */
  @Nullable ParkedSends parked() {
    return parked;
  }

  void park(ParkedSends waiting) {
    parked = waiting;
    session.reading(false);
  }

  void unpark() {
    parked = null;
    session.reading(true);
  }

  /** The connection is over: Sends that wait are let go, whatever becomes of what they wait for. */
  public void closed() {
    ParkedSends waiting = parked;
    parked = null;
    if (waiting != null) {
      waiting.release();
    }
  }

  @Override
  public boolean beginAnswers() {
    boolean first = !answering;
    answering = true;
    return first;
  }

  /** Answers one Send with Accepted; neighbours of a turn share a range. */
  @Override
  public void accept(Submission stored) {
    unanswered--;
    AcceptedWriter writer = accepted;
    if (writer == null) {
      writer = new AcceptedWriter();
      accepted = writer;
    } else if (!writer.hasRoom(stored.fullCount())) {
      writeAccepted();
    }
    writer.add(stored.ref(), stored.time());
    for (int i = 0; i < stored.fullCount(); i++) {
      DeviceAddress full = stored.fullDevice(i);
      writer.addFull(stored.ref(), full.user().high(), full.user().low(), full.device());
    }
  }

  /** An ephemeral Send has no answer. */
  void settle() {
    unanswered--;
  }

  /** Answers one Send with a refusal. */
  @Override
  public void refuse(ServerFrame refusal) {
    unanswered--;
    session.send(refusal);
  }

  @Override
  public void refuse(ErrorCode code, int ref) {
    refuse(failure(code, ref));
  }

  /** Writes the Accepted of this turn and lets waiting receipts travel with it. */
  @Override
  public void endAnswers() {
    answering = false;
    writeAccepted();
    session.writeReceipts();
  }

  static Failure failure(ErrorCode code, int ref) {
    return Failure.ofSends(code, ref, ref, code.retryable() ? RETRY_MILLIS : 0);
  }

  private void writeAccepted() {
    AcceptedWriter writer = accepted;
    if (writer != null && !writer.isEmpty()) {
      writer.writeTo(session.begin(FrameType.ACCEPTED, writer.size()));
      session.end();
    }
  }
}
