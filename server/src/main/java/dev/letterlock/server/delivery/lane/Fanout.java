package dev.letterlock.server.delivery.lane;

import dev.letterlock.server.roster.Roster;
import dev.letterlock.server.session.DeviceSession;
import dev.letterlock.server.session.Recipient;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.BatchListener;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.Submission;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way: gathered by one lane, committed by the engine, handled by every lane that
 * has a part in it, and then filled again.
 *
 * <p>The commit thread only finds out which lanes have a part. Each lane then works through the
 * batch and handles what belongs to its sessions; the home lane also answers the senders. The last
 * one recycles the batch, so that its memory is shared and never copied before it reaches a socket.
 */
public final class Fanout implements BatchListener {
  private final FanoutPool pool;
  private final Lanes lanes;
  private final InboxBatch batch;
  private final Runnable[] parts;
  private final AtomicInteger open = new AtomicInteger();

  private int home;
  private long startedNanos;

  public Fanout(FanoutPool pool, Lanes lanes, Aftermath[] aftermaths, InboxBatch batch) {
    this.pool = pool;
    this.lanes = lanes;
    this.batch = batch;
    this.parts = new Runnable[aftermaths.length];
    for (int i = 0; i < parts.length; i++) {
      Aftermath aftermath = aftermaths[i];
      int lane = i;
      parts[i] = () -> handleOn(lane, aftermath);
    }
    batch.listener(this);
  }

  InboxBatch batch() {
    return batch;
  }

  /** Begins a turn of the lane {@code newHome}. */
  void startAt(int newHome) {
    home = newHome;
    startedNanos = System.nanoTime();
  }

  /** On the commit thread. */
  @Override
  public void committed(InboxBatch committed) {
    long involved = involvedLanes();
    open.set(Long.bitCount(involved));
    for (int i = 0; i < parts.length; i++) {
      if ((involved & 1L << i) != 0) {
        hand(i);
      }
    }
  }

  private void hand(int lane) {
    try {
      lanes.at(lane).executor().execute(parts[lane]);
    } catch (RejectedExecutionException e) {
      partDone(); // the server stops, and the lane's sessions are gone
    }
  }

  private void handleOn(int lane, Aftermath aftermath) {
    try {
      aftermath.handle(batch, lane == home, (System.nanoTime() - startedNanos) / 1_000);
    } finally {
      partDone();
    }
  }

  private void partDone() {
    if (open.decrementAndGet() == 0) {
      pool.recycle(this);
    }
  }

  private long involvedLanes() {
    long involved = 1L << home;
    if (parts.length == 1) {
      return involved;
    }
    for (int i = 0; i < batch.submissionCount(); i++) {
      Submission submission = batch.submission(i);
      if (submission.outcome() == Outcome.STORED) {
        for (int t = 0; t < submission.targetCount(); t++) {
          involved |= laneBit((Recipient) submission.targetAttachment(t));
        }
      }
    }
    for (int i = 0; i < batch.ackCount(); i++) {
      involved |= receiptLanes(batch.ack(i));
    }
    return involved;
  }

  private static long receiptLanes(AckEntry ack) {
    long involved = 0;
    for (int i = 0; i < ack.receiptCount(); i++) {
      Roster senders = (Roster) ack.receipt(i).attachment();
      for (int m = 0; m < senders.size(); m++) {
        involved |= laneBit(senders.member(m));
      }
    }
    return involved;
  }

  private static long laneBit(Recipient recipient) {
    @Nullable DeviceSession session = recipient.session();
    return session == null ? 0 : 1L << session.lane();
  }
}
