package dev.letterlock.crypto.e2ee.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/vectors/e1-recovery.json, judged from what the file says alone. With {@code
 * -Dletterlock.docs.write=true} it is written first.
 */
class RecoveryVectorsTest {

  private static final Path FILE =
      Path.of(System.getProperty("basedir", "."), "../../docs/vectors/e1-recovery.json");
  private static final JsonNode ROOT = read();

  private final E1 e1 = new E1(Sodium.load());

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    assertThat(Files.readString(FILE)).isEqualTo(RecoveryVectors.text());
  }

  static Stream<JsonNode> files() {
    return all("files");
  }

  @ParameterizedTest
  @MethodSource("files")
  void opens(JsonNode vector) {
    RecoveryFile file = RecoveryFile.parse(bytes(vector));
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) vector.get("aik_seed_byte").intValue());

    assertThat(file.encode()).isEqualTo(bytes(vector));
    assertThat(file.user()).hasToString(vector.get("user").textValue());
    assertThat(file.cost().memoryBytes()).isEqualTo(vector.get("memory").longValue());
    assertThat(file.cost().passes()).isEqualTo(vector.get("passes").longValue());
    try (SecretBytes passphrase = passphrase(vector);
        Ed25519KeyPair opened = file.open(e1, passphrase);
        SecretBytes found = opened.seed()) {
      assertThat(found.revealCopy()).isEqualTo(seed);
    }
  }

  static Stream<JsonNode> refused() {
    return all("refused");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(JsonNode vector) {
    assertThat(fault(vector))
        .as(vector.get("name").textValue())
        .isEqualTo(vector.get("fault").textValue());
  }

  private String fault(JsonNode vector) {
    try (SecretBytes passphrase = passphrase(vector);
        Ed25519KeyPair key = RecoveryFile.parse(bytes(vector)).open(e1, passphrase)) {
      return "opened: " + key.publicKey();
    } catch (RecoveryRejectedException e) {
      return e.fault().name();
    }
  }

  private static byte[] bytes(JsonNode vector) {
    return HexFormat.of().parseHex(vector.get("bytes").textValue());
  }

  private static SecretBytes passphrase(JsonNode vector) {
    return SecretBytes.copyOf(
        vector.get("passphrase").textValue().getBytes(StandardCharsets.UTF_8));
  }

  private static Stream<JsonNode> all(String array) {
    return StreamSupport.stream(ROOT.get(array).spliterator(), false);
  }

  private static JsonNode read() {
    try {
      if (Boolean.getBoolean("letterlock.docs.write")) {
        Files.writeString(FILE, RecoveryVectors.text());
      }
      return new ObjectMapper().readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
