package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.ReceiptMark;
import dev.letterlock.storage.inbox.Submission;
import java.nio.ByteBuffer;
import java.util.List;

/** Carries what {@code commit.lua} answered into the batches. The commit thread uses it. */
public final class CommitAnswer {
  private static final DeviceAddress[] NO_DEVICES = {};
  private static final int STORED = 1;
  private static final int KNOWN = 2;
  private static final int CONFLICT = 3;
  private static final int FULL = 4;
  private static final int TAKEN = 0;
  private static final int REFUSED = 1;

  private final ByteBuffer acks;
  private final ByteBuffer submissions;
  private final long waiting;
  private int stored;

  public CommitAnswer(List<Object> answer) {
    acks = ByteBuffer.wrap((byte[]) answer.get(0));
    submissions = ByteBuffer.wrap((byte[]) answer.get(1));
    waiting = (Long) answer.get(2);
  }

  /** Envelopes that wait in all inboxes. */
  public long waiting() {
    return waiting;
  }

  /** Submissions that were stored. */
  public int stored() {
    return stored;
  }

  /** Answers everything, in the order of {@link CommitRequest#fill}. */
  public void apply(List<InboxBatch> batches) {
    for (InboxBatch batch : batches) {
      for (int i = 0; i < batch.ackCount(); i++) {
        if (!batch.ack(i).refused()) {
          apply(batch.ack(i));
        }
      }
    }
    for (InboxBatch batch : batches) {
      for (int i = 0; i < batch.submissionCount(); i++) {
        apply(batch.submission(i), batch);
      }
    }
  }

  private void apply(AckEntry entry) {
    switch (acks.get()) {
      case TAKEN -> {
        for (int i = 0; i < entry.receiptCount(); i++) {
          apply(entry.receipt(i));
        }
      }
      case REFUSED -> entry.refuse();
      default -> entry.displace();
    }
  }

  private void apply(ReceiptMark receipt) {
    receipt.cut(acks.getLong());
    receipt.number(acks.getLong());
    receipt.follow(acks.getLong());
    if (receipt.mark() != 0) {
      for (int i = 0; i < receipt.watcherCount(); i++) {
        receipt.placeWatcher(i, acks.getLong());
      }
    }
  }

  private void apply(Submission submission, InboxBatch batch) {
    int outcome = submissions.get();
    long time = submissions.getLong();
    DeviceAddress[] full = fullDevices();
    switch (outcome) {
      case STORED -> {
        place(submission, time, batch);
        submission.answerStored(time, full);
        stored++;
      }
      case KNOWN -> submission.answerAlreadyStored(time, full);
      case CONFLICT -> submission.answer(Outcome.CONFLICT);
      case FULL -> submission.answer(Outcome.INBOX_FULL);
      default -> submission.answer(Outcome.UNKNOWN);
    }
  }

  private DeviceAddress[] fullDevices() {
    int count = Short.toUnsignedInt(submissions.getShort());
    if (count == 0) {
      return NO_DEVICES;
    }
    DeviceAddress[] full = new DeviceAddress[count];
    for (int i = 0; i < count; i++) {
      full[i] = Bases.getDevice(submissions);
    }
    return full;
  }

  private void place(Submission submission, long time, InboxBatch batch) {
    for (int i = 0; i < submission.targetCount(); i++) {
      submission.place(i, submissions.getLong(), submissions.getLong(), submissions.getLong());
      if (submission.targetSeq(i) != 0) {
        int at = submission.targetOffset(i) + EnvelopeCodec.TIME_OFFSET;
        batch.arena().setLong(at, time);
      }
    }
  }
}
