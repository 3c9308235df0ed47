package dev.letterlock.crypto.e2ee.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * The seeds of LinkFuzzTest are the codes and the parcel of the vectors, and parts of it. With
 * {@code -Dletterlock.docs.write=true} they are written anew.
 */
class LinkCorpusTest {

  private static final Path CORPUS =
      Path.of(System.getProperty("basedir", "."))
          .resolve("src/test/resources/dev/letterlock/crypto/e2ee/link/LinkFuzzTestInputs");

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    JsonNode vectors = new ObjectMapper().readTree(LinkVectors.text());
    check("code/good", bytes(vectors, "code"));
    for (JsonNode refused : vectors.get("refused_codes")) {
      check("code/" + refused.get("name").textValue().replace(' ', '-'), bytes(refused, "bytes"));
    }
    byte[] parcel = bytes(vectors, "parcel");
    check("parcel/good", parcel);
    check("parcel/half", Arrays.copyOf(parcel, parcel.length / 2));
    check("parcel/a-byte-more", Arrays.copyOf(parcel, parcel.length + 1));
    parcel[0] = 2;
    check("parcel/another-version", parcel);
  }

  private static byte[] bytes(JsonNode vector, String field) {
    return HexFormat.of().parseHex(vector.get(field).textValue());
  }

  private static void check(String name, byte[] bytes) throws IOException {
    Path file = CORPUS.resolve(name);
    if (Boolean.getBoolean("letterlock.docs.write")) {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
    assertThat(Files.readAllBytes(file)).as(name).isEqualTo(bytes);
  }
}
