package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.PayloadSize;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.frame.client.UnsupportedSend;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.cluster.Whereabouts;
import dev.letterlock.server.delivery.lane.Lane;
import dev.letterlock.server.roster.Memberships;
import dev.letterlock.server.roster.Rosters;
import dev.letterlock.server.session.Recipient;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.Submission;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Takes a Send from the wire into the batch of the turn (docs/PROTOCOL.md §4.2). One instance per
 * lane, on its event loop; nothing is allocated for a Send whose route is known.
 *
 * <p>What depends on the moment (rosters, expiry, a missing store) is refused only after the engine
 * has looked for the message id, since a resubmit has to get the answer of the first time.
 */
public final class SendHandler {
  private final Lane lane;
  private final Intake intake;
  private final RouteFinder routes;
  private final GroupSends groups;
  private final EphemeralDelivery ephemeral;
  private final Expiry expiry;
  private final Addressing addressing = new Addressing();

  public SendHandler(
      Lane lane,
      Rosters rosters,
      DirectConversations conversations,
      Memberships groups,
      Whereabouts whereabouts,
      Expiry expiry) {
    Detour detour = new Detour();
    this.lane = lane;
    this.intake = new Intake(lane);
    this.routes = new RouteFinder(rosters, conversations, detour);
    this.ephemeral = new EphemeralDelivery(PooledByteBufAllocator.DEFAULT, expiry, whereabouts);
    this.groups =
        new GroupSends(
            lane, intake, new GroupRouteFinder(groups, rosters, detour), ephemeral, expiry);
    this.expiry = expiry;
  }

  /** Handles one Send; the view is valid during the call only. */
  public void handle(Submitter submitter, Send send) {
    if (submitter.admit(send.ref())) {
      proceed(submitter, send);
    }
  }

  /** Refuses a Send on a route that this version does not carry. */
  public void handle(Submitter submitter, UnsupportedSend send) {
    if (submitter.admit(send.ref())) {
      submitter.refuse(ErrorCode.UNSUPPORTED_ROUTE, send.ref());
    }
  }

  /** Refuses a Send before it is looked at. */
  public void refuse(Submitter submitter, Send send, ErrorCode code) {
    if (submitter.admit(send.ref())) {
      submitter.refuse(code, send.ref());
    }
  }

  /** Goes on with a Send that was admitted, now or before it was parked. */
  void proceed(Submitter submitter, Send send) {
    ParkedSends parked = submitter.parked();
    if (parked != null) {
      parked.add(send);
    } else if (send.isToGroup()) {
      groups.proceed(this, submitter, send);
    } else {
      proceedDirect(submitter, send);
    }
  }

  private void proceedDirect(Submitter submitter, Send send) {
    ErrorCode fault = contentFault(send);
    if (fault != null) {
      submitter.refuse(fault, send.ref());
      return;
    }
    Route route = submitter.route();
    if (route != null && route.serves(send)) {
      submit(submitter, send, route, true);
    } else {
      routes.find(this, submitter, send);
    }
  }

  /** Goes on with a Send whose rosters were found. */
  void submit(Submitter submitter, Send send, Route route) {
    submit(submitter, send, route, false);
  }

  private void submit(Submitter submitter, Send send, Route route, boolean remembered) {
    if (route.theirs().size() == 0) {
      refuseUnlessKnown(submitter, send, ErrorCode.UNKNOWN_RECIPIENT);
      return;
    }
    switch (addressing.compare(send, route, submitter.address().device())) {
      case DUPLICATE -> submitter.refuse(ErrorCode.DUPLICATE_DEVICE, send.ref());
      case MISMATCH -> intake.refuseUnlessKnown(submitter, send, addressing.mismatch(send, route));
      case EXACT -> submitAddressed(submitter, send, route, remembered);
    }
  }

  /** Refuses with {@code code}, unless the engine remembers the message from before. */
  void refuseUnlessKnown(Submitter submitter, Send send, ErrorCode code) {
    intake.refuseUnlessKnown(submitter, send, code);
  }

  private void submitAddressed(Submitter submitter, Send send, Route route, boolean remembered) {
    if (expiry.passed(send)) {
      refuseUnlessKnown(submitter, send, ErrorCode.BAD_EXPIRY);
      return;
    }
    boolean ready = remembered || routes.remember(submitter, route);
    if (send.isEphemeral() && (ready || routes.isTheirs(submitter, route))) {
      ephemeral.deliver(submitter, send, route, addressing);
    } else if (ready) {
      store(submitter, send, route);
    } else {
      routes.createConversation(this, submitter, send, route);
    }
  }

  private void store(Submitter submitter, Send send, Route route) {
    Submission submission = intake.beginStored(submitter, send);
    addTargets(submission, send, route, OutgoingSend.RECIPIENT_SLOT);
    submission.recipientsEnd();
    addTargets(submission, send, route, OutgoingSend.SENDER_SLOT);
  }

  private void addTargets(Submission submission, Send send, Route route, int slot) {
    boolean own = slot == OutgoingSend.SENDER_SLOT;
    for (int i = 0; i < send.entryCount(); i++) {
      if (send.entryUserSlot(i) == slot) {
        Recipient target = (own ? route.own() : route.theirs()).member(addressing.position(i));
        addTarget(submission, send, i, target);
      }
    }
  }

  private void addTarget(Submission submission, Send send, int entry, Recipient target) {
    InboxBatch batch = lane.batch();
    ByteBuf arena = batch.arena();
    DeviceAddress sender = submission.sender();
    int index = arena.writerIndex();
    EnvelopeCodec.write(
        send,
        entry,
        sender.user().high(),
        sender.user().low(),
        sender.device(),
        0,
        expiry.of(send),
        arena);
    Targets.add(submission, target, index, arena.writerIndex() - index);
  }

  private static @Nullable ErrorCode contentFault(Send send) {
    if (!PayloadSize.isDirectSlice(send.sliceLength())) {
      return ErrorCode.BAD_SIZE;
    }
    for (int i = 0; i < send.entryCount(); i++) {
      if (!PayloadSize.isDirectHeader(send.entryHeaderLength(i))) {
        return ErrorCode.BAD_SIZE;
      }
    }
    return null;
  }
}
