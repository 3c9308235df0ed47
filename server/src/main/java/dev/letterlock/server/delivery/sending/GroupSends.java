package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.PayloadSize;
import dev.letterlock.protocol.Wire;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.delivery.lane.Lane;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.session.Recipient;
import dev.letterlock.storage.inbox.Submission;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a Send to a group into the batch of the turn: one envelope, stored for every device of
 * every member but the sending one (docs/PROTOCOL.md §3.7). One instance per lane, on its event
 * loop.
 */
final class GroupSends {
  private final Lane lane;
  private final Intake intake;
  private final GroupRouteFinder routes;
  private final EphemeralDelivery ephemeral;
  private final Expiry expiry;

  GroupSends(
      Lane lane,
      Intake intake,
      GroupRouteFinder routes,
      EphemeralDelivery ephemeral,
      Expiry expiry) {
    this.lane = lane;
    this.intake = intake;
    this.routes = routes;
    this.ephemeral = ephemeral;
    this.expiry = expiry;
  }

  /** Goes on with a Send that was admitted and is not parked. */
  void proceed(SendHandler handler, Submitter submitter, Send send) {
    if (!PayloadSize.isGroupMessage(send.sliceLength())) {
      submitter.refuse(ErrorCode.BAD_SIZE, send.ref());
      return;
    }
    GroupRoute route = submitter.groupRoute();
    if (route != null && route.serves(send)) {
      submit(submitter, send, route);
    } else {
      routes.find(handler, submitter, send, (found, way) -> submit(submitter, found, way));
    }
  }

  private void submit(Submitter submitter, Send send, GroupRoute route) {
    ErrorCode fault = fault(submitter, send, route);
    if (fault != null) {
      intake.refuseUnlessKnown(submitter, send, fault);
      return;
    }
    submitter.groupRoute(route);
    if (send.isEphemeral()) {
      ephemeral.deliverToGroup(submitter, send, route);
    } else {
      store(submitter, send, route);
    }
  }

  private @Nullable ErrorCode fault(Submitter submitter, Send send, GroupRoute route) {
    if (!route.membership().has(submitter.address().user())) {
      return ErrorCode.BAD_CONVERSATION;
    }
    if (send.groupEpoch() != route.membership().epoch()) {
      return ErrorCode.STALE_EPOCH;
    }
    if (route.reachesNobody()) {
      return ErrorCode.UNKNOWN_RECIPIENT;
    }
    long stored = (long) route.devices() * EnvelopeCodec.groupSize(send);
    if (route.devices() > Wire.MAX_GROUP_DEVICES || stored > Lane.MOST_FANNED_OUT) {
      return ErrorCode.TOO_MANY_DEVICES;
    }
    return expiry.passed(send) ? ErrorCode.BAD_EXPIRY : null;
  }

  private void store(Submitter submitter, Send send, GroupRoute route) {
    Submission submission = intake.beginStored(submitter, send);
    ByteBuf arena = lane.batch().arena();
    DeviceAddress sender = submission.sender();
    int offset = arena.writerIndex();
    EnvelopeCodec.writeGroup(
        send,
        sender.user().high(),
        sender.user().low(),
        sender.device(),
        0,
        expiry.of(send),
        arena);
    int length = arena.writerIndex() - offset;
    List<Roster> others = route.others();
    for (int i = 0; i < others.size(); i++) {
      addTargets(submission, others.get(i), offset, length);
    }
    submission.recipientsEnd();
    addTargets(submission, route.own(), offset, length);
    lane.fannedOut((long) submission.targetCount() * length);
  }

  /** The sending device gets no copy. */
  private static void addTargets(Submission submission, Roster roster, int offset, int length) {
    for (int i = 0; i < roster.size(); i++) {
      Recipient target = roster.member(i);
      if (!target.address().equals(submission.sender())) {
        Targets.add(submission, target, offset, length);
      }
    }
  }
}
