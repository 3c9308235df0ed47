package dev.letterlock.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.letterlock.protocol.OpaqueBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFaultTest {
  private final JsonCodec codec = new JsonCodec();

  private record Form(
      String text, Long number, Boolean flag, UUID id, OpaqueBytes bytes, List<Part> parts) {}

  private record Part(Integer size) {}

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"text\":{}} | wrong value for field: text (expected: a text)",
        "{\"number\":\"7\"} | wrong value for field: number (expected: a number)",
        "{\"flag\":\"yes\"} | wrong value for field: flag (expected: true or false)",
        "{\"id\":\"hunter2\"} | wrong value for field: id (expected: a UUID)",
        "{\"bytes\":\"A=\"} | wrong value for field: bytes (expected: base64url without padding)",
        "{\"parts\":3} | wrong value for field: parts (expected: a list)",
        "{\"parts\":[{\"size\":1},{\"size\":\"2\"}]} | wrong value for field: parts.1.size (expected: a number)",
        "{\"parts\":[{\"weight\":1}]} | unknown field: parts.0.weight",
        "{\"text\":\"a\" \"b\"} | was expecting comma",
        "{\"text\":\"\\q\"} | an unknown escape in a text",
        "{\"number\":01} | a number that is not written as in JSON",
        "{\"number\":99999999999999999999} | a number that is too large"
      })
  void saysWhatIsWrong(String json, String expected) {
    assertThat(fault(json)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "{\"text\":hunter2}",
        "{\"text\":\"a\"hunter2}",
        "{\"number\":\"hunter2\"}",
        "{\"flag\":\"hunter2\"}",
        "{\"id\":\"hunter2\"}",
        "{\"bytes\":\"hunter2=\"}",
        "{\"parts\":\"hunter2\"}",
        "{\"text\":\"a\"}\"hunter2\""
      })
  void quotesNothingThatWasSent(String json) {
    assertThat(fault(json)).isNotBlank().doesNotContain("hunter2");
  }

  private String fault(String json) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> codec.read(json.getBytes(StandardCharsets.UTF_8), Form.class));
    return Objects.requireNonNull(Objects.requireNonNull(refused).problem().detail());
  }
}
