package dev.letterlock.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HintsTest {

  private static final List<Path> LIBRARY =
      List.of(
          Path.of("../client/src/main/java/dev/letterlock/client/messenger"),
          Path.of("../crypto/e2ee/src/main/java"));

  /** What only this program understands, within a text of the source. */
  private static final Pattern COMMAND =
      Pattern.compile("\"[^\"\\n]*((?<![\\w/])/[a-z]{2}|letterlock chat| --[a-z])[^\"\\n]*\"");

  @Test
  void saysWhatToTypeAboutAChangedKey() {
    Notice waits = Notice.of(Kind.AWAITS_WORD, null, "It waits.").about("bob");
    MessengerException refusal =
        new MessengerException(Reason.KEY_CHANGED, "It waits.", "bob", null);

    assertThat(Hints.with(waits))
        .isEqualTo(
            "It waits. (/safety bob shows the number, then /accept bob takes the new key, or"
                + " /reject bob refuses it.)")
        .isEqualTo(Hints.with(refusal));
    assertThat(Hints.with(Notice.of(Kind.OTHER_KEY, null, "It differs.").about("bob")))
        .contains("/group remove bob", "/group add bob");
  }

  @Test
  void saysHowToStartAnew() {
    assertThat(Hints.with(Reason.NOT_SIGNED_IN, "Sign in.")).contains("chat --sign-in");
    assertThat(Hints.with(Reason.FURTHER_DEVICE, "Ask it."))
        .contains("chat --new-device", "--recovery-file FILE");
    assertThat(Hints.with(Reason.UNFINISHED, "Finish it."))
        .contains("neither --new-device nor --recovery-file");
    assertThat(Hints.with(Reason.CHANGE_PENDING, "Wait.")).contains("/admit --cancel");
  }

  @Test
  void addsNothingWhereNothingCanBeTyped() {
    assertThat(Hints.with(new MessengerException("No."))).isEqualTo("No.");
    assertThat(Hints.with(Notice.of(Kind.REMARK, null, "So.").about("bob"))).isEqualTo("So.");
  }

  /** Another program has other commands. */
  @Test
  void noSentenceOfTheLibraryNamesACommand() throws IOException {
    assertThat(commands("say(\"Type /accept now.\", \"a/b\", \"(letterlock chat --url)\")"))
        .containsExactly("\"Type /accept now.\"", "\"(letterlock chat --url)\"");
    for (Path root : LIBRARY) {
      try (Stream<Path> files = Files.walk(root)) {
        List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();

        assertThat(sources).hasSizeGreaterThan(50);
        assertThat(sources)
            .allSatisfy(source -> assertThat(commands(Files.readString(source))).isEmpty());
      }
    }
  }

  private static List<String> commands(String source) {
    return COMMAND.matcher(source).results().map(MatchResult::group).toList();
  }
}
