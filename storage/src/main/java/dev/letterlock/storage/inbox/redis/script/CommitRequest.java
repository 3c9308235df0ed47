package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.Submission;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Batches as the script {@code commit.lua} takes them; its head says in which order. Reusable; the
 * commit thread owns it.
 */
public final class CommitRequest {
  private final int inboxLimit;
  private final int partition;
  private final Program program;

  /**
   * @param partition where everything lies, or that of the domain of everything
   */
  public CommitRequest(int inboxLimit, int partition) {
    this.inboxLimit = inboxLimit;
    this.partition = partition;
    program = new Program(new ScriptCall(Script.COMMIT, partition));
  }

  /** Fills the call anew. The arenas are read here and not later. */
  public ScriptCall fill(List<InboxBatch> batches, long nowMicros) {
    program.clear();
    program.words().number(nowMicros).number(inboxLimit);
    addAcks(batches);
    int place = program.words().later();
    int submissions = 0;
    for (InboxBatch batch : batches) {
      for (int i = 0; i < batch.submissionCount(); i++) {
        addSubmission(batch.submission(i), batch.arena());
      }
      submissions += batch.submissionCount();
    }
    program.words().set(place, submissions);
    return program.finishedWithPacks();
  }

  /** The call was never answered and may still be on its way: the next one is another. */
  public void abandon() {
    program.abandon(new ScriptCall(Script.COMMIT, partition));
  }

  private void addAcks(List<InboxBatch> batches) {
    int place = program.words().later();
    int acks = 0;
    for (InboxBatch batch : batches) {
      for (int i = 0; i < batch.ackCount(); i++) {
        AckEntry entry = batch.ack(i);
        if (Program.isOutOfRange(entry)) {
          entry.refuse();
        } else {
          addAck(entry);
          acks++;
        }
      }
    }
    program.words().set(place, acks);
  }

  private void addAck(AckEntry entry) {
    program.addCursor(entry);
    program.words().clamped(entry.confirmedReceiptMark()).number(entry.receiptCount());
    for (int i = 0; i < entry.receiptCount(); i++) {
      program.addReceipt(entry.receipt(i));
    }
  }

  private void addSubmission(Submission submission, ByteBuf arena) {
    program.words().number(program.key(submission.sender()));
    program.addIdentity(submission);
    program.words().flag(submission.isLookUpOnly());
    program.addTag(submission);
    program.words().number(submission.recipientTargets()).number(submission.targetCount());
    for (int i = 0; i < submission.targetCount(); i++) {
      program.addTarget(submission, i, arena);
    }
  }
}
