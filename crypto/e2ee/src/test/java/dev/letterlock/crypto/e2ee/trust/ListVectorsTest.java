package dev.letterlock.crypto.e2ee.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.crypto.AccountKeyRollover;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.state.StateRejectedException;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/vectors/e1-lists.json, replayed from what the file says alone. With {@code
 * -Dletterlock.docs.write=true} it is written first.
 */
class ListVectorsTest {

  private static final Path FILE =
      Path.of(System.getProperty("basedir", "."), "../../docs/vectors/e1-lists.json");
  private static final JsonNode ROOT = read();

  private final E1 e1 = new E1(Sodium.load());
  private final UUID user = user();
  private final AccountKeyRollover rollover = AccountKeyRollover.parse(hex(ROOT, "rollover"));

  @Test
  void isWhatTheCodeWouldWriteToday() throws IOException {
    assertThat(Files.readString(FILE)).isEqualTo(ListVectors.text());
  }

  @Test
  void makesTheSameListsFromTheSeeds() {
    DeviceList before = null;
    for (JsonNode node : ROOT.get("lists")) {
      Ed25519KeyPair key = key(node.get("account_key").textValue());
      long created = Long.parseLong(node.get("created").textValue());
      DeviceList list =
          before == null
              ? DeviceList.first(e1, key, user, created, entries(node))
              : before.next(e1, key, created, entries(node));

      assertThat(list.version()).isEqualTo(Long.parseLong(node.get("listVer").textValue()));
      assertThat(list.previous()).isEqualTo(Hash32.of(hex(node, "prevHash")));
      assertThat(list.encode()).isEqualTo(hex(node, "bytes"));
      assertThat(list.listHash(e1)).isEqualTo(Hash32.of(hex(node, "listHash")));
      before = list;
    }
  }

  @Test
  void makesTheSameRolloverFromTheSeeds() {
    AccountKeyRollover issued =
        AccountKeyRollover.issue(e1, key("OLD"), key("NEW").publicKey(), list(2));

    assertThat(issued).isEqualTo(rollover);
  }

  @Test
  void namesTheDevicesByTheirCertificates() {
    List<DeviceEntry> named = new ArrayList<>();
    for (JsonNode device : ROOT.get("devices")) {
      DeviceCert cert = DeviceCert.parse(hex(device, "cert"));
      cert.verify(e1);
      assertThat(cert.certHash(e1)).isEqualTo(Hash32.of(hex(device, "certHash")));
      assertThat(cert.signingKey()).isEqualTo(pair(device.get("dsk_seed_byte")).publicKey());
      named.add(DeviceEntry.of(e1, cert));
    }

    assertThat(list(2).entries()).isEqualTo(named);
  }

  @Test
  void followsTheWholeChain() {
    list(1).requireFirst();
    list(2).requireFollows(e1, list(1));
    rollover.requireFollows(e1, list(2), list(3));
    list(4).requireFollows(e1, list(3));

    PinOutcome second = pins(1).verify().observe(e1, list(2), null);
    PinOutcome third = second.pins().observe(e1, list(3), rollover);
    PinOutcome fourth = third.pins().observe(e1, list(4), null);
    assertThat(outcome(second)).isEqualTo("ADVANCED");
    assertThat(outcome(third)).isEqualTo("ROLLED_OVER");
    assertThat(outcome(fourth)).isEqualTo("ADVANCED");
    assertThat(fourth.pins().isVerified()).isTrue();
    assertThat(fourth.pins().list().entries()).hasSize(DeviceList.MAX_DEVICES);
  }

  static Stream<JsonNode> refused() {
    return StreamSupport.stream(ROOT.get("refused").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void breaksTheChain(JsonNode vector) {
    assertThatExceptionOfType(KeyRejectedException.class)
        .as(vector.get("name").textValue())
        .isThrownBy(() -> follow(vector))
        .matches(e -> e.fault().name().equals(vector.get("chain").textValue()));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void meansThisToAContact(JsonNode vector) {
    assertThat(judged(vector, false)).isEqualTo(vector.get("contact").textValue());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void meansThisToItsOwner(JsonNode vector) {
    if (before(vector) > 0) {
      assertThat(judged(vector, true)).isEqualTo(vector.get("own").textValue());
    }
  }

  static Stream<JsonNode> evidence() {
    return StreamSupport.stream(ROOT.get("evidence").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("evidence")
  void provesWhatItSays(JsonNode vector) {
    byte[] bytes = hex(vector, "bytes");
    if (vector.has("holds")) {
      ListEvidence evidence = ListEvidence.decode(bytes);
      assertThat(evidence.encode()).isEqualTo(bytes);
      assertThat(evidence.holds(e1)).isEqualTo(vector.get("holds").booleanValue());
    } else {
      assertThatExceptionOfType(StateRejectedException.class)
          .isThrownBy(() -> ListEvidence.decode(bytes));
    }
  }

  private void follow(JsonNode vector) {
    DeviceList list = DeviceList.parse(hex(vector, "list"));
    list.verify(e1);
    AccountKeyRollover beside = beside(vector);
    if (before(vector) == 0) {
      list.requireFirst();
    } else if (beside == null) {
      list.requireFollows(e1, list(before(vector)));
    } else {
      beside.requireFollows(e1, list(before(vector)), list);
    }
  }

  private String judged(JsonNode vector, boolean own) {
    try {
      DeviceList list = DeviceList.parse(hex(vector, "list"));
      AccountKeyRollover beside = beside(vector);
      if (before(vector) == 0) {
        DeviceListPins.first(e1, user, list);
        return RefusedLists.PINNED;
      }
      DeviceListPins pins = pins(before(vector));
      PinOutcome outcome = own ? pins.observeOwn(e1, list, beside) : pins.observe(e1, list, beside);
      return outcome(outcome);
    } catch (KeyRejectedException e) {
      return e.fault().name();
    }
  }

  private static String outcome(PinOutcome outcome) {
    return switch (outcome) {
      case PinOutcome.Unchanged _ -> "UNCHANGED";
      case PinOutcome.Advanced advanced -> advanced.skipped() ? RefusedLists.SKIPPED : "ADVANCED";
      case PinOutcome.RolledOver _ -> "ROLLED_OVER";
      case PinOutcome.AccountKeyReset _ -> RefusedLists.RESET;
      case PinOutcome.Alarmed alarmed -> alarmed.alarm().name();
    };
  }

  private DeviceListPins pins(int version) {
    return DeviceListPins.first(e1, user, list(version));
  }

  private static DeviceList list(int version) {
    return DeviceList.parse(hex(ROOT.get("lists").get(version - 1), "bytes"));
  }

  private static int before(JsonNode vector) {
    return vector.get("before").intValue();
  }

  private static @Nullable AccountKeyRollover beside(JsonNode vector) {
    return vector.has("rollover") ? AccountKeyRollover.parse(hex(vector, "rollover")) : null;
  }

  private static List<DeviceEntry> entries(JsonNode list) {
    List<DeviceEntry> entries = new ArrayList<>();
    for (JsonNode entry : list.get("entries")) {
      entries.add(
          new DeviceEntry(
              entry.get("device").intValue(),
              entry.get("reg").intValue(),
              Hash32.of(hex(entry, "certHash"))));
    }
    return entries;
  }

  private Ed25519KeyPair key(String name) {
    JsonNode key = ROOT.get("account_keys").get(name);
    Ed25519KeyPair pair = pair(key.get("seed_byte"));
    assertThat(pair.publicKey().toByteArray()).isEqualTo(hex(key, "aik"));
    return pair;
  }

  private Ed25519KeyPair pair(JsonNode filler) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) filler.intValue());
    return e1.sodium().signingKeyPair(SecretBytes.copyOf(seed));
  }

  private static UUID user() {
    ByteBuffer user = ByteBuffer.wrap(hex(ROOT, "user"));
    return new UUID(user.getLong(), user.getLong());
  }

  private static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).textValue());
  }

  private static JsonNode read() {
    try {
      if (Boolean.getBoolean("letterlock.docs.write")) {
        Files.writeString(FILE, ListVectors.text());
      }
      return new ObjectMapper().readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
