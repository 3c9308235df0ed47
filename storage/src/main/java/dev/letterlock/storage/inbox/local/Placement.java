package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.Submission;
import dev.letterlock.storage.inbox.engine.Micros;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Decides what becomes of each submission and gives its envelopes their time and places: first the
 * idempotency record, then room, then the journal. The commit thread owns it.
 */
final class Placement {
  /** An envelope that expires within this time, or before its retention, has an expiry record. */
  private static final long SOON_MICROS = 3_600_000_000L;

  private static final long TOLERANCE_MICROS = 60_000_000;

  private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

  private final Inboxes inboxes;
  private final WindowStore windows;
  private final YoungGeneration young;
  private final Gaps gaps;
  private final Filing filing;
  private final int inboxLimit;
  private final long retentionMicros;

  private int stored;

  Placement(
      Inboxes inboxes,
      WindowStore windows,
      YoungGeneration young,
      Gaps gaps,
      Filing filing,
      InboxConfig config) {
    this.inboxes = inboxes;
    this.windows = windows;
    this.young = young;
    this.gaps = gaps;
    this.filing = filing;
    this.inboxLimit = config.inboxLimit();
    this.retentionMicros = Micros.of(config.retention());
  }

  /** A commit begins. */
  void begin(long now) {
    stored = 0;
    young.begin(now);
  }

  /** Submissions stored in the running commit. */
  int stored() {
    return stored;
  }

  /**
   * Handles all submissions of a batch.
   *
   * @param storing false while nothing can be written: then only what is known is answered
   */
  void place(InboxBatch batch, long now, boolean storing, RecordBatch out) {
    if (batch.submissionCount() == 0) {
      return;
    }
    ByteBuffer source = batch.arena().internalNioBuffer(0, batch.arena().writerIndex());
    int base = source.position();
    for (int i = 0; i < batch.submissionCount(); i++) {
      place(batch.submission(i), source, base, now, storing, out);
    }
  }

  /** Takes back what the batch stored in the running commit; batches in reverse order. */
  void takeBack(InboxBatch batch) {
    for (int i = batch.submissionCount() - 1; i >= 0; i--) {
      Submission submission = batch.submission(i);
      if (submission.outcome() == Outcome.STORED) {
        for (int t = submission.targetCount() - 1; t >= 0; t--) {
          if (submission.targetSeq(t) != 0) {
            inboxes.get(submission.target(t)).takeBack();
          }
        }
        windows.of(submission.sender()).takeBack();
      }
      submission.answer(Outcome.UNAVAILABLE);
    }
  }

  private void place(
      Submission submission,
      ByteBuffer source,
      int base,
      long now,
      boolean storing,
      RecordBatch out) {
    DeviceInbox sender = inboxes.get(submission.sender());
    SendWindow window = windows.of(sender);
    int known = window.find(submission.idHigh(), submission.idLow());
    if (known >= 0) {
      answerKnown(submission, window, known);
    } else if (submission.isLookUpOnly()) {
      submission.answer(Outcome.UNKNOWN);
    } else if (!storing) {
      submission.answer(Outcome.UNAVAILABLE);
    } else if (!hasRoom(submission)) {
      submission.answer(Outcome.INBOX_FULL);
    } else {
      windows.changes(sender, window);
      store(submission, window, source, base, window.nextTime(now), out);
    }
  }

  private static void answerKnown(Submission submission, SendWindow window, int known) {
    if (window.hash(known) == submission.contentHash()) {
      submission.answerAlreadyStored(window.time(known), window.full(known));
    } else {
      submission.answer(Outcome.CONFLICT);
    }
  }

  /** True if a device of the recipient has room; of a note to oneself, any device. */
  private boolean hasRoom(Submission submission) {
    int recipients =
        submission.recipientTargets() == 0
            ? submission.targetCount()
            : submission.recipientTargets();
    for (int i = 0; i < recipients; i++) {
      if (hasRoom(inboxes.get(submission.target(i)))) {
        return true;
      }
    }
    return recipients == 0;
  }

  private boolean hasRoom(DeviceInbox inbox) {
    return inbox.undelivered() < inboxLimit;
  }

  private void store(
      Submission submission,
      SendWindow window,
      ByteBuffer source,
      int base,
      long time,
      RecordBatch out) {
    DeviceAddress[] full = SendWindow.NO_DEVICES;
    for (int i = 0; i < submission.targetCount(); i++) {
      DeviceInbox inbox = inboxes.get(submission.target(i));
      if (hasRoom(inbox)) {
        int offset = base + submission.targetOffset(i);
        source.putLong(offset + EnvelopeCodec.TIME_OFFSET, time);
        submission.place(i, inbox.epoch(), inbox.nextSeq(), 0);
        store(submission, i, inbox, source, offset, out);
        indexExpiry(inbox, time, source.getLong(offset + EnvelopeCodec.EXPIRY_OFFSET), out);
      } else {
        full = Arrays.copyOf(full, full.length + 1);
        full[full.length - 1] = inbox.device();
      }
    }
    remember(submission, window, time, full);
  }

  private void store(
      Submission submission,
      int target,
      DeviceInbox inbox,
      ByteBuffer source,
      int offset,
      RecordBatch out) {
    int length = submission.targetLength(target);
    if (isFiledAtOnce(submission, target, inbox)) {
      filing.fileAtOnce(inbox, source.limit(offset + length).position(offset), out);
      source.clear();
    } else {
      young.store(inbox, source, offset, length, out);
    }
    inboxes.advances(inbox);
    if (submission.collapsing()) {
      gaps.collapse(inbox, submission, inbox.lastSeq(), out);
    }
  }

  /** What collapses must be found in the running commit too, where no filed envelope is. */
  private static boolean isFiledAtOnce(Submission submission, int target, DeviceInbox inbox) {
    return submission.isTargetAway(target) && inbox.young().size() == 0 && !submission.collapsing();
  }

  /** What expires with the retention is found without a record. */
  private void indexExpiry(DeviceInbox inbox, long time, long expiry, RecordBatch out) {
    long late = time + Math.max(SOON_MICROS, retentionMicros - TOLERANCE_MICROS);
    if (expiry != 0 && expiry < late) {
      ByteBuffer key =
          Keys.expiry(out.key(), expiry, inbox.device(), inbox.epoch(), inbox.lastSeq());
      out.put(Table.STATE, key, NOTHING);
    }
  }

  private void remember(Submission submission, SendWindow window, long time, DeviceAddress[] full) {
    young
        .record()
        .sent(
            submission.sender(),
            window.count(),
            submission.idHigh(),
            submission.idLow(),
            submission.contentHash(),
            time,
            full);
    window.append(submission.idHigh(), submission.idLow(), submission.contentHash(), time, full);
    young.countSubmission();
    submission.answerStored(time, full);
    stored++;
  }
}
