package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.AckEntry;
import dev.letterlock.storage.inbox.ReceiptMark;
import dev.letterlock.storage.inbox.Submission;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A later step of a commit: what changes in one partition, by {@code carry.lua}. */
public final class CarryStep implements Step {
  private static final int STORED = 1;
  private static final int HAD = 2;
  private static final int LATE = 3;

  private final int partition;
  private final long nowMicros;
  private final int inboxLimit;
  private final List<Told> receipts = new ArrayList<>();
  private final List<Spoken> acks = new ArrayList<>();
  private final List<Outgoing> incoming = new ArrayList<>();
  private final List<Outgoing> outgoing = new ArrayList<>();
  private long waiting;

  /** A receipt of an ack. */
  private record Told(Spoken by, ReceiptMark receipt) {}

  public CarryStep(int partition, long nowMicros, int inboxLimit) {
    this.partition = partition;
    this.nowMicros = nowMicros;
    this.inboxLimit = inboxLimit;
  }

  public int partition() {
    return partition;
  }

  /** Envelopes that wait in the partition, after it. */
  public long waiting() {
    return waiting;
  }

  /** A receipt for a user of this partition. */
  public void addReceipt(Spoken by, ReceiptMark receipt) {
    receipts.add(new Told(by, receipt));
  }

  /** An ack by a device of this partition, without its receipts. */
  public void addAck(Spoken ack) {
    acks.add(ack);
  }

  /** A message of another partition with targets in this one. */
  public void addIncoming(Outgoing message) {
    incoming.add(message);
  }

  /** A message of this partition that all others have. */
  public void addOutgoing(Outgoing message) {
    outgoing.add(message);
  }

  @Override
  public ScriptCall call() {
    Program program = new Program(new ScriptCall(Script.CARRY, partition));
    program.words().number(nowMicros).number(inboxLimit).number(receipts.size() + acks.size());
    receipts.forEach(told -> add(told.receipt(), program));
    acks.forEach(ack -> add(ack.entry(), program));
    program.words().number(incoming.size());
    incoming.forEach(message -> addIncoming(message, program));
    program.words().number(outgoing.size());
    outgoing.forEach(message -> addOutgoing(message, program));
    return program.finishedWithPacks();
  }

  /** As if a device of the user whom it is for had said so, without any right or cursor. */
  private static void add(ReceiptMark receipt, Program program) {
    program.words().number(program.key(receipt.sender())).number(0).flag(false);
    program.words().number(0).number(0).number(0).number(1);
    program.addReceipt(receipt);
  }

  private static void add(AckEntry entry, Program program) {
    program.addCursor(entry);
    program.words().clamped(entry.confirmedReceiptMark()).number(0);
  }

  private void addIncoming(Outgoing message, Program program) {
    Submission submission = message.submission();
    ByteBuf sender = program.words().bytes(Bases.DEVICE_SIZE);
    sender.writeLong(submission.sender().user().high()).writeLong(submission.sender().user().low());
    sender.writeInt(submission.sender().device());
    program.addId(submission);
    program.addTag(submission);
    program.words().number(message.generation()).number(message.oldest());
    program.words().number(message.since()).number(message.time());
    addTargets(message, program);
  }

  private void addOutgoing(Outgoing message, Program program) {
    Submission submission = message.submission();
    program.words().number(program.key(submission.sender()));
    program.addIdentity(submission);
    program.addTag(submission);
    program.words().number(message.settledTime()).number(message.recipientsElsewhere());
    program.words().flag(message.held());
    ByteBuf names = program.words().bytes(message.full().size() * Bases.DEVICE_SIZE);
    for (DeviceAddress device : message.full()) {
      names.writeLong(device.user().high()).writeLong(device.user().low());
      names.writeInt(device.device());
    }
    program.words().number(submission.recipientTargets() - message.recipientsElsewhere());
    addTargets(message, program);
  }

  private void addTargets(Outgoing message, Program program) {
    List<Integer> here = targets(message);
    program.words().number(here.size());
    for (int target : here) {
      program.addTarget(message.submission(), target, message.batch().arena());
    }
  }

  private List<Integer> targets(Outgoing message) {
    List<Integer> here = new ArrayList<>();
    for (int i = 0; i < message.submission().targetCount(); i++) {
      if (message.partitionOf(i) == partition) {
        here.add(i);
      }
    }
    return here;
  }

  @Override
  public void apply(List<Object> answer) {
    ByteBuffer told = ByteBuffer.wrap((byte[]) answer.get(0));
    for (Told each : receipts) {
      told.get();
      CommitAnswer.apply(each.receipt(), told);
    }
    acks.forEach(ack -> ack.judge(told.get()));
    ByteBuffer came = ByteBuffer.wrap((byte[]) answer.get(1));
    incoming.forEach(message -> applyIncoming(message, came));
    ByteBuffer went = ByteBuffer.wrap((byte[]) answer.get(2));
    outgoing.forEach(message -> applyOutgoing(message, went));
    waiting = (Long) answer.get(3);
  }

  private void applyIncoming(Outgoing message, ByteBuffer came) {
    boolean late = false;
    for (int target : targets(message)) {
      int code = came.get();
      long time = came.getLong();
      message.place(target, time, came);
      switch (code) {
        case STORED, HAD -> message.markHeld(time);
        case LATE -> late = true;
        default -> message.markFull(target);
      }
    }
    if (late) {
      message.fail();
    }
  }

  private void applyOutgoing(Outgoing message, ByteBuffer went) {
    int outcome = went.get();
    long time = went.getLong();
    DeviceAddress[] full = CommitAnswer.devices(went);
    message.answer(outcome, time, full);
    if (message.isStored()) {
      targets(message).forEach(target -> message.place(target, time, went));
    }
  }

  @Override
  public void fail() {
    receipts.forEach(told -> told.by().fail());
    acks.forEach(Spoken::fail);
    incoming.forEach(Outgoing::fail);
    outgoing.forEach(Outgoing::fail);
  }
}
