package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.Submission;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A message on its way through a Redis Cluster: begun in the partition of its sender, brought to
 * those of the recipients, settled in that of the sender. The commit thread owns it.
 */
public final class Outgoing {
  private final Submission submission;
  private final InboxBatch batch;
  private final List<DeviceAddress> full = new ArrayList<>();
  private Stage stage = Stage.NEW;
  private long generation;
  private long oldest;
  private long since;
  private long time;
  private long settledTime;

  private enum Stage {
    NEW,
    BEGUN,
    ANSWERED
  }

  public Outgoing(Submission submission, InboxBatch batch) {
    this.submission = submission;
    this.batch = batch;
  }

  public Submission submission() {
    return submission;
  }

  InboxBatch batch() {
    return batch;
  }

  /** Where its sender is. */
  public int home() {
    return Bases.partition(submission.sender().user());
  }

  /** True if it has to be stored, and nothing stands in its way so far. */
  public boolean begun() {
    return stage == Stage.BEGUN;
  }

  /** Of the sender's partition, when it was begun. */
  long generation() {
    return generation;
  }

  /** When the oldest message was begun that its sender has not settled, µs. */
  long oldest() {
    return oldest;
  }

  /** When it was begun, µs. */
  long since() {
    return since;
  }

  /** The time under which it is brought to those that do not have it, µs. */
  long time() {
    return time;
  }

  /**
   * The time under which it is accepted, µs: that of the recipients that had it before; if one of
   * them had not, the latest, so that no receipt for a later message covers it too early.
   */
  long settledTime() {
    return held() ? settledTime : time;
  }

  /** True if the inbox of one recipient elsewhere has it. */
  boolean held() {
    return settledTime != 0;
  }

  /** Recipients elsewhere whose inboxes are full. */
  List<DeviceAddress> full() {
    return full;
  }

  /** The other partitions that its targets are in. */
  public Set<Integer> elsewhere() {
    Set<Integer> partitions = new HashSet<>();
    for (int i = 0; i < submission.targetCount(); i++) {
      partitions.add(partitionOf(i));
    }
    partitions.remove(home());
    return partitions;
  }

  int partitionOf(int target) {
    return Bases.partition(submission.target(target).user());
  }

  /** How many targets in other partitions are the recipient's. */
  int recipientsElsewhere() {
    int elsewhere = 0;
    for (int i = 0; i < submission.recipientTargets(); i++) {
      elsewhere += partitionOf(i) == home() ? 0 : 1;
    }
    return elsewhere;
  }

  void begin(long newGeneration, long newOldest, long newSince, long newTime) {
    stage = Stage.BEGUN;
    generation = newGeneration;
    oldest = newOldest;
    since = newSince;
    time = newTime;
  }

  /** Nothing is known: who sends it again completes what is missing. */
  void fail() {
    stage = Stage.ANSWERED;
    submission.answer(Outcome.UNAVAILABLE);
  }

  void markFull(int target) {
    full.add(submission.target(target));
  }

  void markHeld(long under) {
    settledTime = Math.max(settledTime, under);
  }

  /** Takes the place and time of a target, unless something has failed meanwhile. */
  void place(int target, long under, ByteBuffer place) {
    long epoch = place.getLong();
    long seq = place.getLong();
    long node = place.getLong();
    if (begun() || isStored()) {
      submission.place(target, epoch, seq, node);
    }
    if (submission.targetSeq(target) != 0) {
      int at = submission.targetOffset(target) + EnvelopeCodec.TIME_OFFSET;
      batch.arena().setLong(at, under);
    }
  }

  /** The end, unless it is stored. */
  void answer(int outcome, long answered, DeviceAddress[] fullDevices) {
    stage = Stage.ANSWERED;
    CommitAnswer.answer(submission, outcome, answered, fullDevices);
  }

  public boolean isStored() {
    return submission.outcome() == Outcome.STORED;
  }
}
