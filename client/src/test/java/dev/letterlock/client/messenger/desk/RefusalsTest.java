package dev.letterlock.client.messenger.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.client.api.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private static final Pattern CODE = Pattern.compile(" {12}- ([a-z_]+)");

  /** Only a program does these, none that a person could do better. */
  private static final Set<String> OF_PROGRAMS =
      Set.of(
          "parameter_invalid",
          "bad_request",
          "bad_host",
          "bad_path",
          "invalid_json",
          "not_found",
          "method_not_allowed",
          "unsupported_media_type");

  @Test
  void saysInPlainWordsWhatAPersonCanCause() throws IOException {
    List<String> codes =
        Files.readAllLines(Path.of("../docs/openapi.yaml")).stream()
            .map(CODE::matcher)
            .filter(Matcher::matches)
            .map(found -> found.group(1))
            .toList();

    assertThat(codes).containsAll(OF_PROGRAMS).contains("wrong_credentials");
    assertThat(codes)
        .filteredOn(code -> !OF_PROGRAMS.contains(code))
        .allSatisfy(
            code -> assertThat(sentence(code, Duration.ZERO)).endsWith(".").doesNotContain("/v1"));
  }

  @Test
  void keepsTheServersWordsWhereItHasNone() {
    assertThat(sentence("of_the_future", Duration.ZERO)).contains("POST /v1/x: 400");
  }

  @Test
  void showsNothingOfWhatIsNoLetterlockServer() {
    assertThat(sentence("", Duration.ZERO))
        .isEqualTo(
            "What answers at bob is no Letterlock server, but says 400: is the address right?");
  }

  @Test
  void namesWhoIsNotThere() {
    assertThat(sentence("unknown_user", Duration.ZERO)).isEqualTo("There is nobody called bob.");
  }

  @Test
  void saysHowLongToWait() {
    assertThat(sentence("rate_limited", Duration.ofSeconds(42))).endsWith("in 42 seconds.");
    assertThat(sentence("rate_limited", Duration.ZERO)).endsWith("too short a time.");
  }

  private static String sentence(String code, Duration retryAfter) {
    return Words.of(Refused.with(code, retryAfter));
  }
}
