package dev.letterlock.server.delivery.lane;

import dev.letterlock.protocol.CloseCode;
import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.MessageFlags;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.Recipient;
import dev.letterlock.server.session.SessionReceipts;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.ReceiptMark;
import dev.letterlock.storage.inbox.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What follows a commit on one lane: envelopes go to the sessions that are connected here, receipts
 * to the senders' devices, and on the home lane answers to the senders and wake-ups for devices
 * that are nowhere. Runs on the lane's event loop.
 */
public final class Aftermath {
  private final Lane lane;
  private final InboxReader reader;
  private final ReceiptReader receiptReader;
  private final WakeUps wakeUps;
  private final ReceiptCourier courier;
  private final Parcels parcels;
  private final DeliveryMeters meters;
  private final List<SendAnswers> answered = new ArrayList<>();
  private long waitedMicros;

  public Aftermath(
      Lane lane,
      InboxReader reader,
      ReceiptReader receiptReader,
      WakeUps wakeUps,
      ReceiptCourier courier,
      Parcels parcels,
      DeliveryMeters meters) {
    this.lane = lane;
    this.reader = reader;
    this.receiptReader = receiptReader;
    this.wakeUps = wakeUps;
    this.courier = courier;
    this.parcels = parcels;
    this.meters = meters;
  }

  /**
   * @param sinceMicros how long ago the batch's turn began
   */
  void handle(InboxBatch batch, boolean home, long sinceMicros) {
    waitedMicros = sinceMicros;
    for (int i = 0; i < batch.submissionCount(); i++) {
      Submission submission = batch.submission(i);
      if (submission.outcome() == Outcome.STORED) {
        deliver(batch, submission, home);
      }
      if (home) {
        answer(submission);
      }
    }
    for (int i = 0; i < batch.ackCount(); i++) {
      tellSenders(batch.ack(i), home);
    }
    endAnswers();
    parcels.leave();
  }

  private void deliver(InboxBatch batch, Submission submission, boolean home) {
    for (int t = 0; t < submission.targetCount(); t++) {
      if (submission.targetSeq(t) == 0) {
        continue;
      }
      Recipient recipient = (Recipient) submission.targetAttachment(t);
      DeviceSession session = recipient.session();
      if (session == null) {
        if (home) {
          sendOrWake(batch, submission, t, recipient.address());
        }
      } else if (session.lane() == lane.index()) {
        deliver(batch, submission, t, session);
      }
    }
  }

  private void deliver(InboxBatch batch, Submission submission, int target, DeviceSession session) {
    boolean sent =
        session.offer(
            submission.targetEpoch(target),
            submission.targetSeq(target),
            batch.arena(),
            submission.targetOffset(target),
            submission.targetLength(target));
    if (sent) {
      meters.delivered(waitedMicros);
    } else {
      reader.continueFor(session);
    }
  }

  /** The device has no session here: its node gets the envelope, or it is woken. */
  private void sendOrWake(InboxBatch batch, Submission submission, int target, DeviceAddress to) {
    Waking waking = waking(batch, submission, target);
    if (parcels.goTo(submission.targetNode(target))) {
      parcels.add(
          submission.targetNode(target),
          to,
          waking,
          submission.targetEpoch(target),
          submission.targetSeq(target),
          batch.arena(),
          submission.targetOffset(target),
          submission.targetLength(target));
    } else if (waking != Waking.NEVER) {
      wakeUps.offline(to, waking == Waking.AT_ONCE);
    }
  }

  private static Waking waking(InboxBatch batch, Submission submission, int target) {
    if (target >= submission.recipientTargets()) {
      return Waking.NEVER;
    }
    return urgent(batch, submission, target) ? Waking.AT_ONCE : Waking.LATER;
  }

  private static boolean urgent(InboxBatch batch, Submission submission, int target) {
    int flags = EnvelopeCodec.flags(batch.arena(), submission.targetOffset(target));
    return MessageFlags.messageClass(flags) == MessageClass.URGENT;
  }

  private void answer(Submission submission) {
    SendAnswers sender = (SendAnswers) submission.attachment();
    int ref = submission.ref();
    switch (submission.outcome()) {
      case STORED, ALREADY_STORED -> {
        meters.accepted(waitedMicros);
        sender.accept(submission);
      }
      case CONFLICT -> sender.refuse(ErrorCode.CONFLICT, ref);
      case INBOX_FULL -> sender.refuse(ErrorCode.INBOX_FULL, ref);
      case UNAVAILABLE -> sender.refuse(ErrorCode.UNAVAILABLE, ref);
      case UNKNOWN -> sender.refuse((ServerFrame) Objects.requireNonNull(submission.refusal()));
    }
    if (sender.beginAnswers()) {
      answered.add(sender);
    }
  }

  private void endAnswers() {
    for (int i = 0; i < answered.size(); i++) {
      answered.get(i).endAnswers();
    }
    answered.clear();
  }

  private void tellSenders(AckEntry ack, boolean home) {
    if (ack.displaced() && home) {
      closeDisplaced(ack.attachment());
    }
    for (int i = 0; i < ack.receiptCount(); i++) {
      ReceiptMark receipt = ack.receipt(i);
      if (receipt.mark() != 0) {
        tellSenders(receipt, (Roster) receipt.attachment(), home);
      }
    }
  }

  private static void closeDisplaced(Object attachment) {
    if (attachment instanceof DeviceSession session) {
      session.recipient().detach(session);
      session.close(CloseCode.DISPLACED);
    }
  }

  private void tellSenders(ReceiptMark receipt, Roster senders, boolean home) {
    if (home) {
      if (senders.size() == 0) {
        courier.raised(senders.user(), receipt.pending());
      }
      tellElsewhere(receipt);
    }
    for (int m = 0; m < senders.size(); m++) {
      DeviceSession session = senders.member(m).session();
      if (session != null && session.lane() == lane.index()) {
        tellSender(receipt, session);
      }
    }
  }

  private void tellElsewhere(ReceiptMark receipt) {
    for (int i = 0; i < receipt.watcherCount(); i++) {
      if (parcels.goTo(receipt.watcherNode(i))) {
        parcels.add(receipt.watcherNode(i), receipt.watcher(i), receipt);
      }
    }
  }

  private void tellSender(ReceiptMark receipt, DeviceSession session) {
    SessionReceipts receipts = session.receipts();
    if (!receipts.follows(receipt.previous())) {
      receiptReader.continueFor(session);
    } else if (!receipts.knows(receipt.mark())) {
      addReceipt(receipt, session);
    }
  }

  private void addReceipt(ReceiptMark receipt, DeviceSession session) {
    if (session.receipts().isEmpty()) {
      lane.receiptsWait(session);
    }
    session
        .receipts()
        .add(
            receipt.mark(),
            receipt.kind(),
            receipt.conversationHigh(),
            receipt.conversationLow(),
            receipt.reader(),
            receipt.sender().device(),
            receipt.upTo());
  }
}
