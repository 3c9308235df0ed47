package dev.letterlock.crypto.e2ee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.RequestSignature;
import dev.letterlock.crypto.e2ee.prekey.BundlePolicy;
import dev.letterlock.crypto.e2ee.prekey.BundleRejectedException;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.PreKeyBundle;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.e2ee.session.PairwiseSessions;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Signature;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/vectors/e1-parts.json, judged from what the file says alone. With {@code
 * -Dletterlock.docs.write=true} it is written first.
 */
class PartsVectorsTest {

  private static final Path FILE =
      Path.of(System.getProperty("basedir", "."), "../../docs/vectors/e1-parts.json");
  private static final JsonNode ROOT = read();
  private static final JsonNode DEVICE = ROOT.get("device");
  private static final String TAKEN = "taken";

  private final E1 e1 = new E1(Sodium.load());
  private final DeviceCert cert = DeviceCert.parse(hex(DEVICE, "cert"));
  private final Hash32 certHash = Hash32.of(hex(DEVICE, "certHash"));

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    assertThat(Files.readString(FILE)).isEqualTo(PartsVectors.text());
  }

  @Test
  void takesTheDeviceAndItsPreKeysUntilTheyAreTooOld() {
    Instant last = Instant.ofEpochMilli(Long.parseLong(DEVICE.get("good_until").textValue()));

    cert.verify(e1);
    assertThat(cert.certHash(e1)).isEqualTo(certHash);
    for (String kem : new String[] {"kem", "last_resort"}) {
      assertThatCode(() -> judgeBundle(hex(DEVICE, "signed"), hex(DEVICE, kem), last))
          .as(kem)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void opensTheSlice() {
    ByteBuffer content = open(hex(ROOT.get("slice"), "bytes"));

    assertThat(
            HexFormat.of()
                .formatHex(
                    content.array(),
                    content.arrayOffset(),
                    content.arrayOffset() + content.remaining()))
        .isEqualTo(ROOT.at("/slice/content").textValue());
  }

  @Test
  void sendsAgainToTheVeryCertificate() {
    assertThat(answer(certHash, cert)).isPresent();
  }

  @Test
  void takesTheRequestThatTheDeviceSigned() {
    assertThatCode(() -> judgeRequest(ROOT.get("request"))).doesNotThrowAnyException();
  }

  static Stream<JsonNode> refused() {
    return StreamSupport.stream(ROOT.get("refused").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(JsonNode vector) {
    assertThat(fault(vector))
        .as(vector.get("name").textValue())
        .isEqualTo(vector.get("fault").textValue());
  }

  private String fault(JsonNode vector) {
    try {
      return switch (vector.get("what").textValue()) {
        case "certificate" -> {
          DeviceCert.parse(hex(vector, "bytes")).verify(e1);
          yield TAKEN;
        }
        case "bundle" -> {
          Instant at = Instant.ofEpochMilli(Long.parseLong(vector.get("at").textValue()));
          judgeBundle(hex(vector, "signed"), hex(vector, "kem"), at);
          yield TAKEN;
        }
        case "downgrade" -> {
          meetAgain(DeviceCert.parse(hex(vector, "cert")), hex(vector, "signed"));
          yield TAKEN;
        }
        case "request" -> {
          judgeRequest(vector);
          yield TAKEN;
        }
        case "slice" -> {
          open(hex(vector, "bytes"));
          yield TAKEN;
        }
        case "retry" -> {
          DeviceCert asking = DeviceCert.parse(hex(vector, "asking"));
          asking.verify(e1);
          assertThat(asking.address().device()).isEqualTo(cert.address().device());
          yield answer(Hash32.of(hex(vector, "sent_to")), asking)
              .map(_ -> TAKEN)
              .orElse(RefusedParts.NOT_ANSWERED);
        }
        default -> throw new AssertionError(vector);
      };
    } catch (KeyRejectedException e) {
      return e.fault().name();
    } catch (BundleRejectedException e) {
      return e.fault().name();
    } catch (OpenRejectedException e) {
      return e.fault().name();
    }
  }

  private void judgeBundle(byte[] signed, byte[] kem, Instant at) {
    var _ =
        new BundlePolicy(e1, CipherSuite.HYBRID)
            .verify(new TrustedDevice(cert, certHash, 1), bundle(cert, signed, kem), at);
  }

  /** Begins a session with the device above, and then one with what comes under its number. */
  private void meetAgain(DeviceCert again, byte[] signed) {
    again.verify(e1);
    SettableClock clock = new SettableClock();
    OwnDevice own =
        OwnDevice.generate(e1, CipherSuite.HYBRID, new DeviceAddress(new UUID(0, 1), 1, 1), clock);
    PairwiseSessions sessions =
        new PairwiseSessions(
            e1, new XChaCha20Poly1305(e1.sodium()), own, clock, new SecureRandom());
    PeerState met =
        sessions.start(
            PeerState.unknown(cert.address().user(), cert.address().device()),
            new TrustedDevice(cert, certHash, 1),
            bundle(cert, hex(DEVICE, "signed"), hex(DEVICE, "kem")));
    var _ =
        sessions.start(
            met,
            new TrustedDevice(again, again.certHash(e1), 2),
            bundle(again, signed, new byte[0]));
  }

  private static PreKeyBundle bundle(DeviceCert cert, byte[] signed, byte[] kem) {
    return PreKeyBundle.parse(
        cert.encode(), signed, new byte[OneTimePreKey.SIZE], kem.length == 0 ? null : kem);
  }

  private void judgeRequest(JsonNode request) {
    new RequestSignature(e1)
        .verify(
            cert.signingKey(),
            Signature.of(hex(request, "signature")),
            hex(request, "nonce"),
            request.get("method").textValue(),
            request.get("path").textValue(),
            hex(request, "body"));
  }

  private ByteBuffer open(byte[] slice) {
    int filler = ROOT.at("/slice/cek_byte").intValue();
    return FixedNonces.of(e1, 0).open(PartsWorld.secret(filler), slice);
  }

  private Optional<RetryLedger> answer(Hash32 sentTo, DeviceCert asking) {
    return RetryLedger.EMPTY.countAnswer(
        new UUID(0, 1), sentTo, asking.certHash(e1), Instant.ofEpochMilli(PartsWorld.CREATED));
  }

  private static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).textValue());
  }

  private static JsonNode read() {
    try {
      if (Boolean.getBoolean("letterlock.docs.write")) {
        Files.writeString(FILE, PartsVectors.text());
      }
      return new ObjectMapper().readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
