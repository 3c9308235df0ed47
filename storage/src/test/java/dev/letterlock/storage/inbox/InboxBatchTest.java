package dev.letterlock.storage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Entries that are used again know nothing of their first use. */
class InboxBatchTest {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final int MANY = 9;

  private final InboxBatch batch = new InboxBatch(Unpooled.directBuffer());

  @AfterEach
  void release() {
    batch.release();
  }

  @Test
  void forgetsTheFenceOfAnAck() {
    AckEntry entry = batch.addAck();
    entry.fence(7);
    entry.displace();
    batch.clear();
    assertThat(batch.addAck()).isSameAs(entry);
    assertThat(entry.fence()).isZero();
    assertThat(entry.displaced()).isFalse();
  }

  @Test
  void forgetsTheWatchersOfAReceipt() {
    ReceiptMark receipt = batch.addAck().addReceipt();
    for (int i = 0; i < MANY; i++) {
      receipt.watch(new DeviceAddress(ALICE.user(), i));
    }
    receipt.placeWatcher(MANY - 1, 5);
    receipt.placeWatcher(0, 5);
    receipt.follow(6);
    assertThat(receipt.watcher(MANY - 1).device()).isEqualTo(MANY - 1);
    assertThat(receipt.watcherNode(MANY - 1)).isEqualTo(5);
    batch.clear();
    assertThat(batch.addAck().addReceipt()).isSameAs(receipt);
    assertThat(receipt.previous()).isZero();
    assertThat(receipt.watcherCount()).isZero();
    receipt.watch(ALICE);
    assertThat(receipt.watcherNode(0)).isZero();
  }

  @Test
  void forgetsTheNodesOfTargets() {
    Submission submission = batch.addSubmission();
    submission.addTarget(ALICE, 0, 0, "target");
    submission.place(0, 1, 2, 3);
    submission.answer(Outcome.UNAVAILABLE);
    assertThat(submission.targetNode(0)).as("taken back").isZero();
    submission.place(0, 1, 2, 3);
    batch.clear();
    batch.addSubmission().addTarget(ALICE, 0, 0, "target");
    assertThat(submission.targetNode(0)).isZero();
  }
}
