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
          apply(entry.receipt(i), acks);
        }
      }
      case REFUSED -> entry.refuse();
      default -> entry.displace();
    }
  }

  static void apply(ReceiptMark receipt, ByteBuffer told) {
    receipt.cut(told.getLong());
    receipt.number(told.getLong());
    receipt.follow(told.getLong());
    if (receipt.mark() != 0) {
      for (int i = 0; i < receipt.watcherCount(); i++) {
        receipt.placeWatcher(i, told.getLong());
      }
    }
  }

  private void apply(Submission submission, InboxBatch batch) {
    int outcome = submissions.get();
    long time = submissions.getLong();
    DeviceAddress[] full = devices(submissions);
    if (outcome == STORED) {
      place(submission, time, batch);
      stored++;
    }
    answer(submission, outcome, time, full);
  }

  /** Says what became of it; the places are kept if it was stored. */
  static void answer(Submission submission, int outcome, long time, DeviceAddress[] full) {
    switch (outcome) {
      case STORED -> submission.answerStored(time, full);
      case KNOWN -> submission.answerAlreadyStored(time, full);
      case CONFLICT -> submission.answer(Outcome.CONFLICT);
      case FULL -> submission.answer(Outcome.INBOX_FULL);
      default -> submission.answer(Outcome.UNKNOWN);
    }
  }

  /** A list of devices. */
  static DeviceAddress[] devices(ByteBuffer in) {
    int count = Short.toUnsignedInt(in.getShort());
    if (count == 0) {
      return NO_DEVICES;
    }
    DeviceAddress[] devices = new DeviceAddress[count];
    for (int i = 0; i < count; i++) {
      devices[i] = Bases.getDevice(in);
    }
    return devices;
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
