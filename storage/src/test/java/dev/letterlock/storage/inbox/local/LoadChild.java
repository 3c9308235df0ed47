package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.Letter;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.Submission;
import io.netty.buffer.Unpooled;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/**
 * A process to be killed: stores letters as fast as it can and says "A id" on its output for each
 * that was accepted, with their ids counting up from its second argument.
 */
final class LoadChild {
  static final int DEVICES = 8;
  private static final int PER_BATCH = 20;
  private static final int IN_FLIGHT = 4;

  private LoadChild() {}

  static DeviceAddress sender(long id) {
    return new DeviceAddress(new UserId(1, id % 3), 1);
  }

  static DeviceAddress recipient(long id) {
    return new DeviceAddress(new UserId(2, id % DEVICES), 1);
  }

  /** Letters differ in length, from nothing to several KiB. */
  static Letter letter(long id) {
    return Letter.to(sender(id), id, recipient(id))
        .saying("letter " + id + "x".repeat((int) (id * 37 % 5000)));
  }

  static LocalInboxEngine open(Path directory, Tuning tuning) {
    return LocalInboxEngine.open(
        new InboxConfig(
            directory, Durability.SYNC, 1_000_000, Duration.ofDays(30), InstantSource.system()),
        tuning);
  }

  /** Killed, not ended. */
  public static void main(String[] arguments) throws InterruptedException {
    LocalInboxEngine engine = open(Path.of(arguments[0]), InboxKillIT.SMALL);
    long id = Long.parseLong(arguments[1]);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    Semaphore room = new Semaphore(IN_FLIGHT);
    out.println("READY");
    out.flush();
    while (true) {
      room.acquire();
      InboxBatch batch = new InboxBatch(Unpooled.directBuffer());
      for (int i = 0; i < PER_BATCH; i++) {
        letter(id++).addTo(batch);
      }
      batch.listener(done -> {
        say(done, out);
        done.release();
        room.release();
      });
      engine.submit(batch);
    }
  }

  private static void say(InboxBatch done, PrintStream out) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < done.submissionCount(); i++) {
      Submission submission = done.submission(i);
      if (submission.outcome() == Outcome.STORED) {
        lines.append("A ").append(submission.idLow()).append('\n');
      }
    }
    out.print(lines);
    out.flush();
  }
}
