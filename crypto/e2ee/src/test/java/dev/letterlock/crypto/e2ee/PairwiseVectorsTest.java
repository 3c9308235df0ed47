package dev.letterlock.crypto.e2ee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * docs/vectors/e1-pairwise.json in both roles. With {@code -Dletterlock.docs.write=true} it is
 * written anew.
 */
class PairwiseVectorsTest {

  private static final Path FILE =
      Path.of(System.getProperty("basedir", "."))
          .resolve("../../docs/vectors/e1-pairwise.json")
          .normalize();

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    String text = PairwiseVectorFile.text();
    if (Boolean.getBoolean("letterlock.docs.write")) {
      Files.writeString(FILE, text);
    }

    assertThat(Files.readString(FILE)).isEqualTo(text);
  }

  @Test
  void replaysTheConversationFromTheFileAlone() throws IOException {
    assertThatCode(new PairwiseReplay(read())::play).doesNotThrowAnyException();
  }

  @Test
  void refusesEveryNegativeForItsReason() throws IOException {
    JsonNode file = read();
    PairwiseReplay replay = new PairwiseReplay(file);
    replay.play();

    for (JsonNode negative : file.get("negatives")) {
      assertThatExceptionOfType(OpenRejectedException.class)
          .as(negative.get("name").asText())
          .isThrownBy(() -> replay.atB(negative.get("after").asInt(), negative))
          .matches(e -> e.fault().name().equals(negative.get("fault").asText()));
    }
  }

  private static JsonNode read() throws IOException {
    return new ObjectMapper().readTree(Files.readString(FILE));
  }
}
