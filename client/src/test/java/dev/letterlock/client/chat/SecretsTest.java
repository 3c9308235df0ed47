package dev.letterlock.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

  @TempDir Path folder;
  private final List<String> asked = new ArrayList<>();

  @Test
  void namesAFileThatIsNotThere() {
    Path missing = folder.resolve("missing");
    Secrets secrets = new Secrets(missing, missing, missing);

    assertThatThrownBy(secrets::passphrase)
        .isInstanceOf(MessengerException.class)
        .hasMessage("There is no file " + missing + ".");
    assertThatThrownBy(secrets::newPassword).hasMessage("There is no file " + missing + ".");
    assertThatThrownBy(new Secrets(folder, null, null)::passphrase)
        .hasMessage("The file " + folder + " cannot be read: is it one?");
  }

  @Test
  void asksForANewPasswordUntilItIsLongEnoughAndTypedTwice() {
    Secrets secrets = typing("short", "long enough", "long enuogh", "long enough", "long enough");

    assertThat(secrets.newPassword()).isEqualTo("long enough");
    assertThat(asked.get(1)).startsWith("A password has at least 8 characters.\n");
    assertThat(asked.get(3)).startsWith("The two are not the same.\n");
  }

  @Test
  void takesNoShortPassphraseForANewProfile() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "x\n");

    assertThatThrownBy(new Secrets(file, null, null)::newPassphrase)
        .hasMessageContaining("at least 8 characters")
        .hasMessageContaining(file.toString());
    new Secrets(file, null, null).passphrase().close();
  }

  /** A slip of the finger would be found out years later. */
  @Test
  void asksTwiceForTheNewPassphraseOfARecoveryFile() {
    Secrets secrets = typing("long enough", "long enuogh", "long enough", "long enough");

    try (SecretBytes passphrase = secrets.newRecoveryPassphrase()) {
      assertThat(passphrase.revealCopy()).asString(UTF_8).isEqualTo("long enough");
    }
    assertThat(asked).hasSize(4).first().asString().contains("recovery file");
  }

  @Test
  void readsThePassphraseOfARecoveryFileFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "long enough\nand more\n");
    Secrets secrets = new Secrets(null, null, file);

    try (SecretBytes fresh = secrets.newRecoveryPassphrase();
        SecretBytes known = secrets.recoveryPassphrase()) {
      assertThat(fresh.matches(known)).isTrue();
    }
  }

  @Test
  void endsWithTheInput() {
    assertThatThrownBy(typing("short", "")::newPassword)
        .hasMessageStartingWith("Nothing was typed, so nothing was done");
  }

  private Secrets typing(String... lines) {
    Deque<String> typed = new ArrayDeque<>(List.of(lines));
    return new Secrets(
        null,
        null,
        null,
        prompt -> {
          asked.add(prompt);
          return typed.removeFirst().toCharArray();
        });
  }
}
