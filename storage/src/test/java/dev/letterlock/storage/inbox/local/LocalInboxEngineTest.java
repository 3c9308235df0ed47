package dev.letterlock.storage.inbox.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxEngineContract;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.Letter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalInboxEngineTest extends InboxEngineContract {
  @TempDir Path directory;

  @Override
  protected InboxEngine start(InboxSettings with) {
    return LocalInboxEngine.open(
        new InboxConfig(
            directory, Durability.SYNC, with.inboxLimit(), with.retention(), with.clock()));
  }

  @Test
  void tellsHowManyEnvelopesWait() {
    client.send(Letter.to(ALICE, 1, BOB), Letter.to(ALICE, 2, BOB, ALICE_TABLET));
    assertThat(engine.health().waitingEnvelopes()).isEqualTo(3);
    client.ack(BOB, client.open(BOB).last());
    assertThat(engine.health().waitingEnvelopes()).isOne();
    restart();
    assertThat(engine.health().waitingEnvelopes()).isOne();
  }
}
