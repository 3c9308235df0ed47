package dev.letterlock.server.delivery.sending;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.client.OutgoingSend;
import dev.letterlock.protocol.frame.client.Send;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.cluster.Whereabouts;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.Recipient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Carries ephemeral Sends to the devices that are connected: no disk, no seq, no answer, dropped
 * for a client that does not keep up (docs/PROTOCOL.md §1). Runs on the sender's event loop and
 * hops to that of the recipient.
 */
final class EphemeralDelivery {
  private final ByteBufAllocator allocator;
  private final Expiry expiry;
  private final Whereabouts whereabouts;

  EphemeralDelivery(ByteBufAllocator allocator, Expiry expiry, Whereabouts whereabouts) {
    this.allocator = allocator;
    this.expiry = expiry;
    this.whereabouts = whereabouts;
  }

  void deliver(Submitter submitter, Send send, Route route, Addressing addressing) {
    submitter.settle();
    for (int i = 0; i < send.entryCount(); i++) {
      boolean own = send.entryUserSlot(i) == OutgoingSend.SENDER_SLOT;
      Roster roster = own ? route.own() : route.theirs();
      Recipient recipient = roster.member(addressing.position(i));
      if (isReached(recipient)) {
        send(recipient, envelope(submitter, send, i));
      }
    }
  }

  void deliverToGroup(Submitter submitter, Send send, GroupRoute route) {
    submitter.settle();
    for (Roster roster : route.others()) {
      deliverToGroup(submitter, send, roster);
    }
    deliverToGroup(submitter, send, route.own());
  }

  private void deliverToGroup(Submitter submitter, Send send, Roster roster) {
    for (int i = 0; i < roster.size(); i++) {
      Recipient recipient = roster.member(i);
      if (isReached(recipient) && !recipient.address().equals(submitter.address())) {
        send(recipient, groupEnvelope(submitter, send));
      }
    }
  }

  private ByteBuf groupEnvelope(Submitter submitter, Send send) {
    UserId user = submitter.address().user();
    ByteBuf envelope = allocator.directBuffer(EnvelopeCodec.groupSize(send));
    EnvelopeCodec.writeGroup(
        send,
        user.high(),
        user.low(),
        submitter.address().device(),
        expiry.now(),
        expiry.of(send),
        envelope);
    return envelope;
  }

  private ByteBuf envelope(Submitter submitter, Send send, int entry) {
    UserId user = submitter.address().user();
    ByteBuf envelope = allocator.directBuffer(EnvelopeCodec.size(send, entry));
    EnvelopeCodec.write(
        send,
        entry,
        user.high(),
        user.low(),
        submitter.address().device(),
        expiry.now(),
        expiry.of(send),
        envelope);
    return envelope;
  }

  /** One that is not connected here may be so elsewhere. */
  private boolean isReached(Recipient recipient) {
    return recipient.session() != null || whereabouts.mayBeElsewhere();
  }

  private void send(Recipient recipient, ByteBuf envelope) {
    DeviceSession session = recipient.session();
    if (session == null) {
      whereabouts.sendEphemeral(recipient.address(), envelope);
      envelope.release();
    } else {
      hop(session, envelope);
    }
  }

  private static void hop(DeviceSession session, ByteBuf envelope) {
    if (session.executor().inEventLoop()) {
      send(session, envelope);
    } else {
      session.executor().execute(() -> send(session, envelope));
    }
  }

  private static void send(DeviceSession session, ByteBuf envelope) {
    try {
      session.deliverEphemeral(envelope, envelope.readerIndex(), envelope.readableBytes());
    } finally {
      envelope.release();
    }
  }
}
