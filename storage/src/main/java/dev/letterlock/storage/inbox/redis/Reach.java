package dev.letterlock.storage.inbox.redis;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.Submission;
import dev.letterlock.storage.inbox.redis.script.Bases;
import java.util.List;

/** In which partitions a commit changes something. */
final class Reach {
  static final int SEVERAL = -1;
  private static final int NONE = -2;

  private int only = NONE;

  private Reach() {}

  /** The partition that everything lies in; {@link #SEVERAL} if there is no such, or nothing. */
  static int of(List<InboxBatch> batches) {
    Reach reach = new Reach();
    for (InboxBatch batch : batches) {
      for (int i = 0; i < batch.ackCount(); i++) {
        reach.add(batch.ack(i));
      }
      for (int i = 0; i < batch.submissionCount(); i++) {
        reach.add(batch.submission(i));
      }
      if (reach.only == SEVERAL) {
        return SEVERAL;
      }
    }
    return reach.only == NONE ? SEVERAL : reach.only;
  }

  private void add(AckEntry entry) {
    add(entry.device().user());
    for (int i = 0; i < entry.receiptCount(); i++) {
      add(entry.receipt(i).sender().user());
    }
  }

  private void add(Submission submission) {
    add(submission.sender().user());
    for (int i = 0; i < submission.targetCount(); i++) {
      add(submission.target(i).user());
    }
  }

  private void add(UserId user) {
    int partition = Bases.partition(user);
    if (only == NONE) {
      only = partition;
    } else if (only != partition) {
      only = SEVERAL;
    }
  }
}
