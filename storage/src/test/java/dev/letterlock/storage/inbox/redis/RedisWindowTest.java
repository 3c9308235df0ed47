package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.InboxBatch;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.Outcome;
import dev.letterlock.storage.inbox.Submission;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ids that somebody made alike are told apart all the same. */
class RedisWindowTest {
  private static final DeviceAddress ALICE = new DeviceAddress(new UserId(1, 1), 1);
  private static final int ALIKE = 12;

  /** What the fingerprint multiplies the first half of an id with. */
  private static final long FACTOR = 0xC2B2AE3D27D4EB4FL;

  @RegisterExtension static final RedisServer REDIS = new RedisServer();

  @Test
  void tellsIdsOfTheSameFingerprintApart() {
    try (RedisInboxEngine engine = RedisInboxEngine.open(REDIS.config(InboxSettings.usual()))) {
      for (int i = 0; i < ALIKE; i++) {
        assertThat(send(engine, i)).containsExactly(Outcome.STORED);
      }
      assertThat(send(engine, 0, 3, 4, ALIKE - 1)).containsOnly(Outcome.ALREADY_STORED);
      assertThat(send(engine, ALIKE)).containsExactly(Outcome.STORED);
    }
  }

  private static List<Outcome> send(RedisInboxEngine engine, int... ids) {
    InboxBatch batch = new InboxBatch(Unpooled.directBuffer());
    CompletableFuture<InboxBatch> done = new CompletableFuture<>();
    batch.listener(done::complete);
    for (int id : ids) {
      Submission submission = batch.addSubmission();
      submission.begin(ALICE, id, 7 - id * FACTOR);
      submission.content(id);
    }
    engine.submit(batch);
    done.join();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      outcomes.add(batch.submission(i).outcome());
    }
    batch.release();
    return outcomes;
  }
}
