package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.Submission;
import dev.letterlock.storage.inbox.redis.link.Script;
import dev.letterlock.storage.inbox.redis.link.ScriptCall;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The first step of a commit: acks are looked at and messages begun, by {@code prepare.lua}. */
public final class PrepareStep implements Step {
  private static final int BEGUN = 6;

  private final int partition;
  private final long nowMicros;
  private final List<Spoken> acks = new ArrayList<>();
  private final List<Outgoing> messages = new ArrayList<>();

  public PrepareStep(int partition, long nowMicros) {
    this.partition = partition;
    this.nowMicros = nowMicros;
  }

  public void add(Spoken ack) {
    acks.add(ack);
  }

  public void add(Outgoing message) {
    messages.add(message);
  }

  @Override
  public ScriptCall call() {
    Program program = new Program(new ScriptCall(Script.PREPARE, partition));
    program.words().number(nowMicros).number(acks.size());
    acks.forEach(ack -> program.addCursor(ack.entry()));
    program.words().number(messages.size());
    for (Outgoing message : messages) {
      Submission submission = message.submission();
      program.words().number(program.key(submission.sender()));
      program.addIdentity(submission);
      program.words().flag(submission.isLookUpOnly());
    }
    return program.finished();
  }

  @Override
  public void apply(List<Object> answer) {
    byte[] judged = (byte[]) answer.get(0);
    for (int i = 0; i < judged.length; i++) {
      acks.get(i).judge(judged[i]);
    }
    ByteBuffer found = ByteBuffer.wrap((byte[]) answer.get(1));
    long generation = (Long) answer.get(2);
    messages.forEach(message -> apply(message, found, generation));
  }

  private static void apply(Outgoing message, ByteBuffer found, long generation) {
    int outcome = found.get();
    long time = found.getLong();
    long since = found.getLong();
    long oldest = found.getLong();
    DeviceAddress[] full = CommitAnswer.devices(found);
    if (outcome == BEGUN) {
      message.begin(generation, oldest, since, time);
    } else {
      message.answer(outcome, time, full);
    }
  }

  @Override
  public void fail() {
    acks.forEach(Spoken::fail);
    messages.forEach(Outgoing::fail);
  }
}
