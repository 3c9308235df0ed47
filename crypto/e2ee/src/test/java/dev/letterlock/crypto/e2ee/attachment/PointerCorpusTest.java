package dev.letterlock.crypto.e2ee.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * The seeds of PointerFuzzTest are the pointers of the vectors, good and refused. With {@code
 * -Dletterlock.docs.write=true} they are written anew.
 */
class PointerCorpusTest {

  private static final Path CORPUS =
      Path.of(System.getProperty("basedir", "."))
          .resolve(
              "src/test/resources/dev/letterlock/crypto/e2ee/attachment/PointerFuzzTestInputs/pointer");

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    JsonNode vectors = new ObjectMapper().readTree(AttachmentVectors.text());
    int good = 0;
    for (JsonNode pointer : vectors.get("pointers")) {
      check("good-" + good++, pointer);
    }
    for (JsonNode pointer : vectors.get("refused_pointers")) {
      check(pointer.get("name").textValue().replaceAll("[ ,]+", "-"), pointer);
    }
  }

  private static void check(String name, JsonNode pointer) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(pointer.get("bytes").textValue());
    Path file = CORPUS.resolve(name);
    if (Boolean.getBoolean("letterlock.docs.write")) {
      Files.createDirectories(CORPUS);
      Files.write(file, bytes);
    }
    assertThat(Files.readAllBytes(file)).as(name).isEqualTo(bytes);
  }
}
