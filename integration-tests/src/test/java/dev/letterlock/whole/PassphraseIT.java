package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.messenger.Reason;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How profiles are opened, and get another passphrase. */
class PassphraseIT {
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void opensWithTheNewOneAlone() {
    MessengerSettings settings = Profiles.settings(server.url(), folder.resolve("alice"));
    Messenger.signUp(settings, "alice", Profiles.PASSWORD, NOBODY).close();
    try (SecretBytes next = secret("another one")) {
      MessengerSettings changed = with(settings, next);
      assertThat(reason(() -> Messenger.changePassphrase(changed, next)))
          .isEqualTo(Reason.WRONG_PASSPHRASE);

      Messenger.changePassphrase(settings, next);

      assertThat(reason(() -> Messenger.open(settings, NOBODY).close()))
          .isEqualTo(Reason.WRONG_PASSPHRASE);
      try (Messenger alice = Messenger.open(changed, NOBODY)) {
        assertThat(alice.name()).isEqualTo("alice");
        assertThat(reason(() -> Messenger.changePassphrase(changed, next)))
            .isEqualTo(Reason.PROFILE_IN_USE);
      }
    }
  }

  @Test
  void isChangedInTheChat() throws Exception {
    Path file = Files.writeString(folder.resolve("next"), "another long secret\n");
    try (ChatProcess first = new ChatProcess(folder, server.url(), "alice", "1")) {
      first.sees("-- connected");
    }
    try (ChatProcess change = chat("2", "--change-passphrase", "--new-passphrase-file=" + file)) {
      change.sees("opens with the new passphrase from now on");
    }
    try (ChatProcess old = chat("3")) {
      old.sees("chat: The passphrase is wrong.");
    }
    try (SecretBytes next = secret("another long secret");
        Messenger alice =
            Messenger.open(
                with(Profiles.settings(server.url(), folder.resolve("alice")), next), NOBODY)) {
      assertThat(alice.name()).isEqualTo("alice");
    }
  }

  @Test
  void makesNoProfile() throws Exception {
    try (ChatProcess none = chat("1", "--change-passphrase")) {
      none.sees("chat: ");
    }
    assertThat(folder.resolve("alice")).doesNotExist();
  }

  @Test
  void opensNoProfileUnderAnotherName() throws Exception {
    try (ChatProcess first = new ChatProcess(folder, server.url(), "alice", "1")) {
      first.sees("-- connected");
    }
    try (ChatProcess other = new ChatProcess(folder, server.url(), "bob", "alice", "2")) {
      other.sees("chat: That profile is of alice, not of bob: name alice by --user.");
    }
  }

  private ChatProcess chat(String run, String... more) throws Exception {
    return new ChatProcess(folder, server.url(), "alice", "alice", run, more);
  }

  private static MessengerSettings with(MessengerSettings usual, SecretBytes passphrase) {
    return new MessengerSettings(
        usual.server(),
        usual.profile(),
        usual.witnessFolder(),
        passphrase,
        usual.passphraseCost(),
        usual.pace(),
        usual.clock());
  }

  private static Reason reason(Runnable call) {
    return catchThrowableOfType(MessengerException.class, call::run).reason();
  }

  private static SecretBytes secret(String text) {
    return SecretBytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
  }
}
