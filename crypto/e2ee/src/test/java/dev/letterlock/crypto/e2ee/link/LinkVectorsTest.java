package dev.letterlock.crypto.e2ee.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/vectors/e1-links.json, judged from what the file says alone. With {@code
 * -Dletterlock.docs.write=true} it is written first.
 */
class LinkVectorsTest {

  private static final Path FILE =
      Path.of(System.getProperty("basedir", "."), "../../docs/vectors/e1-links.json");
  private static final JsonNode ROOT = read();

  private final E1 e1 = new E1(Sodium.load());
  private final DeviceCert cert = DeviceCert.parse(bytes(ROOT, "cert"));
  private final LinkCode code = LinkCode.parse(bytes(ROOT, "code"));

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    assertThat(Files.readString(FILE)).isEqualTo(LinkVectors.text());
  }

  @Test
  void bothEndsShowTheSameDigitsAndTheParcelOpens() {
    try (LinkChannel first = firstDevice(code, cert);
        LinkChannel phone = newDevice()) {
      assertThat(first.digits()).isEqualTo(ROOT.get("digits").textValue());
      assertThat(phone.digits()).isEqualTo(first.digits());

      LinkParcel parcel = phone.open(bytes(ROOT, "sealed"), cert);

      assertThat(parcel.encode()).isEqualTo(bytes(ROOT, "parcel"));
      byte[] nonce = new byte[24];
      Arrays.fill(nonce, (byte) ROOT.get("nonce_byte").intValue());
      assertThat(first.seal(parcel, nonce)).isEqualTo(bytes(ROOT, "sealed"));
      assertThat(code.encode()).isEqualTo(bytes(ROOT, "code"));
    }
  }

  static Stream<JsonNode> codes() {
    return all("refused_codes");
  }

  @ParameterizedTest
  @MethodSource("codes")
  void refusesCodes(JsonNode vector) {
    assertRefused(vector, () -> LinkCode.parse(bytes(vector, "bytes")));
  }

  static Stream<JsonNode> certs() {
    return all("refused_certs");
  }

  @ParameterizedTest
  @MethodSource("certs")
  void refusesCertificates(JsonNode vector) {
    LinkCode read = LinkCode.parse(bytes(vector, "code"));
    DeviceCert found = DeviceCert.parse(bytes(vector, "bytes"));
    assertRefused(vector, () -> firstDevice(read, found).close());
  }

  static Stream<JsonNode> parcels() {
    return all("refused_parcels");
  }

  @ParameterizedTest
  @MethodSource("parcels")
  void refusesParcels(JsonNode vector) {
    try (LinkChannel phone = newDevice()) {
      assertRefused(vector, () -> phone.open(bytes(vector, "bytes"), cert));
    }
  }

  private static void assertRefused(JsonNode vector, Runnable attempt) {
    String name = vector.get("name").textValue();
    try {
      attempt.run();
    } catch (LinkRejectedException e) {
      assertThat(e.fault().name()).as(name).isEqualTo(vector.get("fault").textValue());
      return;
    }
    throw new AssertionError("not refused: " + name);
  }

  private LinkChannel firstDevice(LinkCode read, DeviceCert found) {
    UUID user = UUID.fromString(ROOT.get("user").textValue());
    try (X25519KeyPair ephemeral = pair("ephemeral_byte")) {
      return LinkChannel.ofFirstDevice(e1, user, read, found, ephemeral);
    }
  }

  private LinkChannel newDevice() {
    try (X25519KeyPair key = pair("link_key_byte");
        X25519KeyPair ephemeral = pair("ephemeral_byte")) {
      return LinkChannel.ofNewDevice(e1, code, key, ephemeral.publicKey());
    }
  }

  private X25519KeyPair pair(String field) {
    byte[] scalar = new byte[32];
    Arrays.fill(scalar, (byte) ROOT.get(field).intValue());
    return e1.sodium().agreementKeyPair(SecretBytes.copyOf(scalar));
  }

  private static byte[] bytes(JsonNode vector, String field) {
    return HexFormat.of().parseHex(vector.get(field).textValue());
  }

  private static Stream<JsonNode> all(String array) {
    return StreamSupport.stream(ROOT.get(array).spliterator(), false);
  }

  private static JsonNode read() {
    try {
      if (Boolean.getBoolean("letterlock.docs.write")) {
        Files.writeString(FILE, LinkVectors.text());
      }
      return new ObjectMapper().readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
