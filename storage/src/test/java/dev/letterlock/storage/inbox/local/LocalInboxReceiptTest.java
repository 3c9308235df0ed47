package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxReceiptContract;
import dev.letterlock.storage.inbox.InboxSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalInboxReceiptTest extends InboxReceiptContract {
  @TempDir Path directory;

  @Override
  protected InboxEngine start(InboxSettings with) {
    return LocalInboxEngine.open(
        new InboxConfig(
            directory, Durability.SYNC, with.inboxLimit(), with.retention(), with.clock()));
  }
}
