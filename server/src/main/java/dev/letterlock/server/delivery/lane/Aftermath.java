package dev.letterlock.server.delivery.lane;

import dev.letterlock.protocol.ErrorCode;
import dev.letterlock.protocol.MessageClass;
import dev.letterlock.protocol.MessageFlags;
import dev.letterlock.protocol.codec.server.ReceiptWriter;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.frame.server.ServerFrame;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.Recipient;
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
  private final WakeUps wakeUps;
  private final ReceiptCourier courier;
  private final DeliveryMeters meters;
  private final List<SendAnswers> answered = new ArrayList<>();
  private long waitedMicros;

  public Aftermath(
      Lane lane,
      InboxReader reader,
      WakeUps wakeUps,
      ReceiptCourier courier,
      DeliveryMeters meters) {
    this.lane = lane;
    this.reader = reader;
    this.wakeUps = wakeUps;
    this.courier = courier;
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
  }

  private void deliver(InboxBatch batch, Submission submission, boolean home) {
    for (int t = 0; t < submission.targetCount(); t++) {
      if (submission.targetSeq(t) == 0) {
        continue;
      }
      Recipient recipient = (Recipient) submission.targetAttachment(t);
      DeviceSession session = recipient.session();
      if (session == null) {
        if (home && t < submission.recipientTargets()) {
          wakeUps.offline(recipient.address(), urgent(batch, submission, t));
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
    for (int i = 0; i < ack.receiptCount(); i++) {
      ReceiptMark receipt = ack.receipt(i);
      if (receipt.mark() != 0) {
        tellSenders(receipt, (Roster) receipt.attachment(), home);
      }
    }
  }

  private void tellSenders(ReceiptMark receipt, Roster senders, boolean home) {
    if (senders.size() == 0 && home) {
      courier.raised(senders.user(), receipt.pending());
    }
    for (int m = 0; m < senders.size(); m++) {
      DeviceSession session = senders.member(m).session();
      if (session != null && session.lane() == lane.index()) {
        tellSender(receipt, session);
      }
    }
  }

  private void tellSender(ReceiptMark receipt, DeviceSession session) {
    ReceiptWriter waiting = session.receipts();
    if (waiting.isEmpty()) {
      lane.receiptsWait(session);
    }
    waiting.add(
        receipt.mark(),
        receipt.kind(),
        receipt.conversationHigh(),
        receipt.conversationLow(),
        receipt.reader(),
        receipt.sender().device(),
        receipt.upTo());
  }
}
