package dev.letterlock.settings.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
  @ParameterizedTest
  @ValueSource(strings = {"example.org", "1", "1.2.3", "256.0.0.1", "1.2.3.4.5", "::g", "", "ab:c"})
  void neverLooksANameUp(String text) {
    assertThatThrownBy(() -> Texts.address().parser().parse(text))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void readsBothFamiliesAndLocalhost() throws InvalidValueException {
    assertThat(Texts.address().parser().parse("localhost"))
        .isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    assertThat(Texts.address().parser().parse("::1")).isEqualTo(InetAddress.ofLiteral("::1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat.example",
        "https://",
        "ftp://a",
        "https://a/b",
        "https://a?b",
        "https://a#b",
        "https://a,,b"
      })
  void refusesWhatIsNoOrigin(String text) {
    assertThatThrownBy(() -> Texts.list(Texts.origin()).parser().parse(text))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void readsOriginsBetweenCommasInLowerCase() throws InvalidValueException {
    assertThat(
            Texts.list(Texts.origin())
                .parser()
                .parse("https://Chat.example:8443, http://localhost"))
        .containsExactly("https://chat.example:8443", "http://localhost");
  }

  @Test
  void refusesAFileThatIsMissingOrADirectory(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("chain.pem"), "x");

    assertThat(Texts.file("a file").parser().parse(file.toString())).isEqualTo(file);
    assertThatThrownBy(() -> Texts.file("a file").parser().parse(folder.toString()))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Texts.file("a file").parser().parse(file + ".missing"))
        .isInstanceOf(InvalidValueException.class);
  }
}
