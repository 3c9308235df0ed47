package dev.letterlock.crypto.e2ee;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Objects;

/** The text of docs/vectors/e1-pairwise.json, as the code would write it. */
final class PairwiseVectorFile {

  private static final String ABOUT =
      "E1 between two devices, docs/E2EE.md 2.2 to 2.5. Hex; times in ms since 1970. A begins a"
          + " session over B's bundle before each message with a handshake, then seals; 'random' is"
          + " what the sender draws for it, in this order: EK 32 and KEM 32 for a handshake, then"
          + " 32 for a new ratchet key if it takes a step. A late message arrives after all others."
          + " KEM seeds are d and z of FIPS 203. Negatives are refused by B after so many messages,"
          + " late ones not counted as arrived, and after it has opened those of 'before'.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private PairwiseVectorFile() {}

  static String text() {
    PairwiseScenario scenario = new PairwiseScenario();
    ObjectNode root = JSON.createObjectNode();
    root.put("about", ABOUT).put("clock", scenario.clock.millis());
    ObjectNode devices = root.putObject("devices");
    device(devices.putObject("A"), scenario.a, scenario.secretsOfA);
    device(devices.putObject("B"), scenario.b, scenario.secretsOfB);
    preKeys(root.putObject("preKeysOfB"), scenario);
    messages(root.putArray("messages"), scenario);
    negatives(root.putArray("negatives"), scenario);
    return write(root);
  }

  private static void device(ObjectNode out, OwnDevice device, String drawn) {
    out.put("cert", hex(device.cert().encode()));
    out.put("certHash", hex(device.certHash().toByteArray()));
    out.put("signingSeed", drawn.substring(0, 64));
    out.put("agreementSecret", drawn.substring(64));
  }

  /** The maker draws a secret, then an id, for each of the four. */
  private static void preKeys(ObjectNode out, PairwiseScenario scenario) {
    String drawn = scenario.drawnForPreKeys;
    out.putObject("signed")
        .put("secret", drawn.substring(0, 64))
        .put("bundle", hex(Objects.requireNonNull(scenario.rotated.signedPreKey()).encode()));
    kem(
        out.putObject("lastResort"),
        drawn.substring(72, 200),
        scenario.rotated.kemPreKeys().getFirst());
    out.putObject("oneTime")
        .put("secret", drawn.substring(208, 272))
        .put("bundle", hex(scenario.oneTime.oneTimePreKeys().getFirst().encode()));
    kem(out.putObject("kem"), drawn.substring(280, 408), scenario.oneTime.kemPreKeys().getFirst());
  }

  private static void kem(ObjectNode out, String seed, KemPreKey key) {
    out.put("seed", seed).put("bundle", hex(key.encode()));
  }

  private static void messages(ArrayNode out, PairwiseScenario scenario) {
    for (PairwiseScenario.Message message : scenario.messages) {
      out.addObject()
          .put("from", message.from())
          .put("handshake", message.handshake().name())
          .put("late", message.late())
          .put("random", message.random())
          .put("cek", hex(message.cek().toByteArray()))
          .put("slice", hex(message.slice().toByteArray()))
          .put("ph", hex(scenario.hash(message.slice()).toByteArray()))
          .put("header", hex(message.header().toByteArray()));
    }
  }

  private static void negatives(ArrayNode out, PairwiseScenario scenario) {
    for (PairwiseNegatives.Negative negative : PairwiseNegatives.of(scenario)) {
      ObjectNode refused =
          out.addObject()
              .put("name", negative.name())
              .put("rule", negative.rule())
              .put("after", negative.after())
              .put("sender", negative.sender());
      for (PairwiseScenario.Message before : negative.before()) {
        refused
            .withArrayProperty("before")
            .addObject()
            .put("header", hex(before.header().toByteArray()))
            .put("ph", hex(scenario.hash(before.slice()).toByteArray()));
      }
      refused
          .put("header", hex(negative.header().toByteArray()))
          .put("ph", hex(negative.payloadHash().toByteArray()))
          .put("fault", negative.fault().name());
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String write(ObjectNode root) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(new DefaultIndenter(" ", "\n"));
    printer.indentObjectsWith(new DefaultIndenter(" ", "\n"));
    try {
      return JSON.writer(printer).writeValueAsString(root) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
