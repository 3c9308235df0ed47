package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.transport.ServerUrl;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A profile on disk, opened again. */
class RememberedServerTest {

  private static final ServerUrl FIRST = new ServerUrl(false, "127.0.0.1", 1);
  private static final ServerUrl OTHER = new ServerUrl(false, "127.0.0.1", 2);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;

  @Test
  void isTheOneOfTheNextStart() {
    MessengerSettings settings = StoredProfile.onDisk(FIRST, folder);

    try (Messenger alice = Messenger.open(at(null, settings), NOBODY)) {
      assertThat(alice.server()).isEqualTo(FIRST);
      assertThat(alice.serverBefore()).isEmpty();
    }
  }

  /** An address that was mistyped must not stay. */
  @Test
  void staysUntilAnotherOneHasAnswered() {
    MessengerSettings settings = StoredProfile.onDisk(FIRST, folder);

    try (Messenger alice = Messenger.open(at(OTHER, settings), NOBODY)) {
      assertThat(alice.server()).isEqualTo(OTHER);
      assertThat(alice.serverBefore()).contains(FIRST);
    }
    try (Messenger alice = Messenger.open(at(null, settings), NOBODY)) {
      assertThat(alice.server()).isEqualTo(FIRST);
    }
  }

  @Test
  void findsAConversationByItsId() {
    try (Messenger alice = Messenger.open(StoredProfile.onDisk(FIRST, folder), NOBODY)) {
      Conversation withBob = alice.conversationWith("bob");

      assertThat(alice.conversation(withBob.id())).contains(withBob);
      assertThat(alice.conversation(StoredProfile.USER)).isEmpty();
    }
  }

  @Test
  void callsAFileThatWasCutOffDamaged() throws IOException {
    MessengerSettings settings = StoredProfile.onDisk(FIRST, folder);
    try (RandomAccessFile file = new RandomAccessFile(settings.vault().toFile(), "rw")) {
      file.setLength(400);
    }

    assertThatThrownBy(() -> Messenger.open(settings, NOBODY))
        .isInstanceOf(MessengerException.class)
        .hasMessageStartingWith("The file " + settings.vault() + " is damaged");
  }

  private static MessengerSettings at(@Nullable ServerUrl server, MessengerSettings settings) {
    return new MessengerSettings(
        server,
        settings.profile(),
        settings.witnessFolder(),
        settings.passphrase(),
        settings.passphraseCost(),
        settings.pace(),
        settings.clock());
  }
}
