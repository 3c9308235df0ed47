package dev.letterlock.client.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.Nobody;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk of somebody who has no device, with a server that nobody can reach. */
class UnusedProfileTest {

  private static final MessengerListener NOBODY = new MessengerListener() {};
  private static final String PASSWORD = "correct horse battery";

  @TempDir Path folder;
  private final SecretBytes passphrase = SecretBytes.copyOf(new byte[] {1});
  private final ServerUrl nowhere = Nobody.url();

  @AfterEach
  void wipe() {
    passphrase.close();
  }

  @Test
  void refusesANameThatWouldLeadElsewhere() {
    MessengerSettings settings = settings(folder.resolve("new"));

    assertThatThrownBy(() -> Messenger.profileIn(folder, "../evil/x"))
        .hasMessageContaining("A name has 1 to 64 of");
    assertThatThrownBy(() -> Messenger.signUp(settings, "../evil/x", PASSWORD, NOBODY))
        .hasMessageContaining("A name has 1 to 64 of");
    assertThatThrownBy(() -> Messenger.requestDevice(settings, "../evil/x", PASSWORD))
        .hasMessageContaining("A name has 1 to 64 of");

    assertThat(folder.resolve("new")).doesNotExist();
    assertThat(Messenger.profileIn(folder, "Alice")).isEqualTo(folder.resolve("alice"));
  }

  @Test
  void leavesNothingOfASignUpThatFailed() {
    MessengerSettings settings = settings(folder.resolve("new"));

    assertThatThrownBy(() -> Messenger.signUp(settings, "alice", PASSWORD, NOBODY))
        .hasMessage("The server at " + nowhere + " cannot be reached.");
    assertThat(folder.resolve("new")).doesNotExist();

    assertThatThrownBy(() -> Messenger.requestDevice(settings, "alice", PASSWORD))
        .hasMessage("The server at " + nowhere + " cannot be reached.");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void leavesWhatWasInTheFolderBefore() throws IOException {
    Path profile = Files.createDirectory(folder.resolve("new"));
    Path other = Files.writeString(profile.resolve("other"), "of the person");

    assertThatThrownBy(() -> Messenger.signUp(settings(profile), "alice", PASSWORD, NOBODY))
        .isInstanceOf(MessengerException.class);

    assertThat(profile).isDirectoryContaining(other::equals);
    assertThat(Messenger.hasProfile(profile)).isFalse();
  }

  @Test
  void letsNobodyElseLookIntoAProfile() throws IOException {
    Path profile = folder.resolve("of").resolve("alice");
    begin(profile);

    for (Path made : new Path[] {profile, folder.resolve("of")}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void saysThatSigningUpWasCutOff() {
    Path profile = folder.resolve("begun");
    begin(profile);

    assertThatExceptionOfType(MessengerException.class)
        .isThrownBy(() -> Messenger.open(settings(profile), NOBODY))
        .withMessage("Signing up was not finished: sign up again, with the same name and password.")
        .matches(e -> e.reason() == Reason.UNFINISHED);
    assertThatExceptionOfType(MessengerException.class)
        .isThrownBy(() -> Messenger.signInAgain(settings(profile), PASSWORD))
        .matches(e -> e.reason() == Reason.UNFINISHED);
  }

  @Test
  void goesOnWithASignUpWhoseWitnessIsLost() throws IOException {
    Path profile = folder.resolve("begun");
    begin(profile);
    Files.delete(settings(profile).witnessFile());

    assertThatExceptionOfType(MessengerException.class)
        .isThrownBy(() -> Messenger.open(settings(profile), NOBODY))
        .matches(e -> e.reason() == Reason.UNFINISHED);
    assertThat(settings(profile).witnessFile()).hasSize(24);
  }

  @Test
  void saysWhichWitnessCannotBeMade() throws IOException {
    Path profile = folder.resolve("begun");
    begin(profile);
    Path witness = settings(profile).witnessFile();
    Files.delete(witness);
    Files.createDirectory(witness);

    assertThatExceptionOfType(MessengerException.class)
        .isThrownBy(() -> Messenger.open(settings(profile), NOBODY))
        .withMessage(
            "What tells an older copy of the key store from the newest could not be written. It is"
                + " the file "
                + witness
                + ": make room for it, or choose another folder.")
        .matches(e -> e.reason() == Reason.DISK);
  }

  /** As a program leaves it that dies before the server has answered. */
  private void begin(Path profile) {
    ProfileFile.open(settings(profile), new E1(Sodium.load())).close();
  }

  private MessengerSettings settings(Path profile) {
    return new MessengerSettings(
        nowhere,
        profile,
        profile,
        passphrase,
        new PasswordCost(8192, 1),
        new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO),
        Clock.systemUTC());
  }
}
