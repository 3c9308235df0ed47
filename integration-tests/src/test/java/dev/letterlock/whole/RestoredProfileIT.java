package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.messenger.Accidents;
import dev.letterlock.client.messenger.Message.Status;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.ToldNotice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An older copy of a profile is put back after the messenger has died. */
class RestoredProfileIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final MessengerListener NOBODY = new MessengerListener() {};

  @TempDir Path folder;
  private final Ear ofBob = new Ear();
  private RunningServer server;
  private Messenger alice;
  private Messenger bob;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(folder.resolve("data"));
    MessengerSettings settings = settings();
    alice = Messenger.signUp(settings, "alice", Profiles.PASSWORD, NOBODY);
    bob = Profiles.signUp(server.url(), folder.resolve("bob"), "bob", ofBob);
    alice.start();
    bob.start();
  }

  @AfterEach
  void stop() throws Exception {
    alice.close();
    bob.close();
    server.close();
  }

  @Test
  void beginsNewSessionsSoThatWhatItSendsIsNoRepetition() throws Exception {
    Path vault = folder.resolve("alice").resolve("profile.vault");
    Path witness = folder.resolve("elsewhere").resolve("alice.witness");
    sends("one");
    answers("answer");
    byte[] copy = Files.readAllBytes(vault);
    sends("two");
    sends("three");
    answers("to the newer copy");
    awaitAcked();
    byte[] known = Files.readAllBytes(witness);
    Accidents.crash(alice);
    Files.write(witness, known);
    Files.write(vault, copy);

    Ear ear = new Ear();
    alice = Messenger.open(settings(), ear);
    ear.awaits(Notice.Kind.REMARK, "This profile is an older copy of itself");
    assertThat(alice.notices())
        .extracting(told -> told.notice().text())
        .anyMatch(text -> text.contains("older copy"));
    assertThat(VaultContents.rotation(folder.resolve("alice"))).isZero();
    alice.start();
    ear.awaits(Notice.Kind.REMARK, "come to a newer copy of this profile");
    await("a new signed pre-key")
        .atMost(PATIENCE)
        .until(() -> VaultContents.rotation(folder.resolve("alice")).isPositive());
    answers("to the older copy");
    sends("four");
    sends("five");

    assertThat(Chats.texts(bob, "alice"))
        .containsSubsequence("one", "answer", "two", "three", "four", "five");
    ofBob.awaits(Notice.Kind.REMARK, "A device of alice began its session anew.");
    UUID chat = bob.conversationWith("alice").id();
    assertThat(bob.notices())
        .extracting(ToldNotice::notice)
        .filteredOn(notice -> notice.text().equals("A device of alice began its session anew."))
        .isNotEmpty()
        .allMatch(notice -> chat.equals(notice.conversation()));
  }

  /** The disk with the witness is gone, and with it what was said since the backup. */
  @Test
  void beginsNewSessionsAlsoWhereTheWitnessIsLost() throws Exception {
    Path vault = folder.resolve("alice").resolve("profile.vault");
    sends("one");
    answers("answer");
    byte[] copy = Files.readAllBytes(vault);
    sends("two");
    Accidents.crash(alice);
    Files.delete(folder.resolve("elsewhere").resolve("alice.witness"));
    Files.write(vault, copy);

    Ear ear = new Ear();
    alice = Messenger.open(settings(), ear);
    ear.awaits(Notice.Kind.REMARK, "a copy of it may have been put back");
    assertThat(VaultContents.rotation(folder.resolve("alice"))).isZero();
    alice.start();
    answers("to the older copy");
    sends("three");

    assertThat(Chats.texts(bob, "alice")).containsSubsequence("one", "answer", "two", "three");
    ofBob.awaits(Notice.Kind.REMARK, "A device of alice began its session anew.");
    alice.close();
    Ear again = new Ear();
    alice = Messenger.open(settings(), again);
    alice.start();
    answers("once more");
    assertThat(again.heard("may have been put back")).isFalse();
  }

  private MessengerSettings settings() {
    return Profiles.settings(server.url(), folder.resolve("alice"))
        .withWitnessIn(folder.resolve("elsewhere"));
  }

  /** Else the server would bring it to the older copy once more. */
  private void awaitAcked() {
    await()
        .atMost(PATIENCE)
        .until(
            () -> bob.conversationWith("alice").messages().getLast().status(),
            status -> status == Status.DELIVERED);
  }

  private void answers(String text) {
    bob.conversationWith("alice").send(text);
    await().atMost(PATIENCE).until(() -> Chats.texts(alice, "bob").contains(text));
  }

  private void sends(String text) {
    alice.conversationWith("bob").send(text);
    await().atMost(PATIENCE).until(() -> Chats.texts(bob, "alice").contains(text));
  }
}
