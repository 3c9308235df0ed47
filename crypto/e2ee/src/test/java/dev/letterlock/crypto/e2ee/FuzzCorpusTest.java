package dev.letterlock.crypto.e2ee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.e2ee.trust.KeyLineage;
import dev.letterlock.crypto.e2ee.trust.ListEvidence;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The seeds of ParsersFuzzTest, one good input of every kind and some broken ones, are what the
 * code writes today. With {@code -Dletterlock.docs.write=true} they are written anew.
 */
class FuzzCorpusTest {

  private static final Path CORPUS =
      Path.of(System.getProperty("basedir", "."))
          .resolve("src/test/resources/dev/letterlock/crypto/e2ee/session/ParsersFuzzTestInputs");

  private static final byte[] ONES = new byte[32];

  static {
    Arrays.fill(ONES, (byte) 1);
  }

  private final PairwiseScenario scenario = new PairwiseScenario();
  private final Map<String, byte[]> seeds = new TreeMap<>();

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    structures();
    bundles();
    slices();
    headers();
    states();
    broken();

    for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
      Path file = CORPUS.resolve(seed.getKey());
      if (Boolean.getBoolean("letterlock.docs.write")) {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, seed.getValue());
      }
      assertThat(Files.readAllBytes(file)).as(seed.getKey()).isEqualTo(seed.getValue());
    }
  }

  private void structures() {
    seeds.put("structure/cert", scenario.a.cert().encode());
    seeds.put("structure/list", list().encode());
    seeds.put("structure/rollover", rollover().encode());
    seeds.put(
        "structure/signed-pre-key",
        Objects.requireNonNull(scenario.rotated.signedPreKey()).encode());
    seeds.put("structure/one-time-pre-key", scenario.oneTime.oneTimePreKeys().getFirst().encode());
    seeds.put("structure/kem-pre-key", scenario.oneTime.kemPreKeys().getFirst().encode());
  }

  private void bundles() {
    byte[] cert = scenario.a.cert().encode();
    byte[] signed = Objects.requireNonNull(scenario.rotated.signedPreKey()).encode();
    byte[] oneTime = scenario.oneTime.oneTimePreKeys().getFirst().encode();
    byte[] kem = scenario.oneTime.kemPreKeys().getFirst().encode();
    seeds.put("preKeyBundle/hybrid", joined(cert, signed, oneTime, kem));
    seeds.put("preKeyBundle/classic", joined(cert, signed, oneTime));
    seeds.put("preKeyBundle/drained", joined(cert, signed, new byte[oneTime.length], kem));
  }

  private void slices() {
    byte[] text = "hello e2e".getBytes(StandardCharsets.UTF_8);
    byte[] slice =
        FixedNonces.of(scenario.e1, 0x42).seal(SecretBytes.copyOf(new byte[32]), text, 256);
    byte[] commitment = new byte[30];
    commitment[29] = 1;
    seeds.put("payloadSlice/hello", slice);
    seeds.put("incomingSlice/commitment-bit", commitment);
    seeds.put("incomingSlice/same", new byte[1]);
  }

  private void headers() {
    byte[] first = scenario.messages.getFirst().header().toByteArray();
    seeds.put("preKeyHeader/hybrid", Arrays.copyOf(first, 1138));
    seeds.put("deviceHeader/hybrid", first);
    seeds.put("deviceHeader/record", scenario.messages.get(3).header().toByteArray());
    byte[] bit = new byte[1231];
    bit[20] = 1;
    seeds.put("incomingHeader/ephemeral-bit", bit);
    seeds.put("incomingHeader/same", new byte[1]);
  }

  private void states() {
    seeds.put("peerState/unknown", PairwiseScenario.unknown(scenario.a).encode());
    seeds.put("peerState/two-sessions", scenario.stateOfA().encode());
    seeds.put("peerState/linked", scenario.stateOfB().encode());
    seeds.put("ownPreKeys/four", scenario.preKeysOfB.encode());
    seeds.put("ownDevice/device", scenario.a.encode());
    seeds.put(
        "deviceListPins/verified",
        DeviceListPins.first(scenario.e1, list().user(), list()).verify().encode());
    DeviceList first = list();
    DeviceList reset =
        first.next(
            scenario.e1,
            scenario.e1.sodium().signingKeyPair(SecretBytes.copyOf(ONES)),
            2,
            first.entries());
    seeds.put(
        "deviceListPins/rejected",
        DeviceListPins.first(scenario.e1, first.user(), first)
            .verify()
            .observe(scenario.e1, reset, null)
            .pins()
            .reject(scenario.e1)
            .encode());
    seeds.put(
        "deviceListPins/replaced",
        DeviceListPins.first(scenario.e1, first.user(), first)
            .observe(scenario.e1, reset, null)
            .pins()
            .encode());
    seeds.put("listEvidence/twice-the-same", new ListEvidence(list(), list()).encode());
    seeds.put(
        "keyLineage/two",
        new KeyLineage(List.of(new KeyFingerprint(1, 2), new KeyFingerprint(3, 4))).encode());
    seeds.put(
        "retryLedger/one",
        RetryLedger.EMPTY.count(new UUID(1, 2), Instant.EPOCH).orElseThrow().encode());
  }

  private void broken() {
    for (String name : List.copyOf(seeds.keySet())) {
      byte[] seed = Objects.requireNonNull(seeds.get(name));
      if (!name.startsWith("incoming")) {
        seeds.put(name + "-cut", Arrays.copyOf(seed, seed.length / 2));
        seeds.put(name + "-long", Arrays.copyOf(seed, seed.length + 1));
      }
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  private AccountKeyRollover rollover() {
    return AccountKeyRollover.issue(
        scenario.e1,
        scenario.e1.sodium().signingKeyPair(SecretBytes.copyOf(new byte[32])),
        scenario.e1.sodium().signingKeyPair(SecretBytes.copyOf(ONES)).publicKey(),
        list());
  }

  private DeviceList list() {
    Ed25519KeyPair accountKey =
        scenario.e1.sodium().signingKeyPair(SecretBytes.copyOf(new byte[32]));
    return DeviceList.first(
        scenario.e1,
        accountKey,
        scenario.a.cert().address().user(),
        1,
        List.of(DeviceEntry.of(scenario.e1, scenario.a.cert())));
  }
}
