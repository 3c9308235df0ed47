package dev.letterlock.crypto.e2ee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyBundle;
import dev.letterlock.crypto.e2ee.prekey.PublishedPreKeys;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.e2ee.session.OpenedHeader;
import dev.letterlock.crypto.e2ee.session.PairwiseSessions;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.session.SealedHeader;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.testing.SettableClock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Both ends of the conversation in docs/vectors/e1-pairwise.json, from what the file says alone:
 * every header has to come out as published, and to open at the other end.
 */
final class PairwiseReplay {

  private static final SettableClock CLOCK = new SettableClock();

  private final E1 e1 = new E1(Sodium.load());
  private final JsonNode file;
  private final ScriptedRandom random = new ScriptedRandom();
  private final OwnDevice a;
  private final OwnDevice b;
  private final PairwiseSessions atA;
  private final PairwiseSessions atB;
  private final List<PeerState> statesOfA = new ArrayList<>();
  private final List<OwnPreKeys> preKeysOfB = new ArrayList<>();
  private final List<JsonNode> late = new ArrayList<>();
  private PeerState stateOfB;

  PairwiseReplay(JsonNode file) {
    this.file = file;
    this.a = device(file.at("/devices/A"));
    this.b = device(file.at("/devices/B"));
    this.atA = sessions(a);
    this.atB = sessions(b);
    this.stateOfB = PairwiseScenario.unknown(b);
    statesOfA.add(PairwiseScenario.unknown(a));
    preKeysOfB.add(PublishedPreKeys.of(file.get("preKeysOfB")));
  }

  void play() {
    for (JsonNode message : file.get("messages")) {
      if (message.get("from").asText().equals("A")) {
        fromA(message);
      } else {
        fromB(message);
      }
    }
    late.forEach(this::openAtB);
    assertThat(random.isSpent()).isTrue();
  }

  /** Has B open a header as it stood after so many messages, and after what came before it. */
  OpenedHeader atB(int after, JsonNode attempt) {
    boolean fromA = attempt.get("sender").asText().equals("A");
    OwnDevice sender = fromA ? a : b;
    PeerState state = fromA ? statesOfA.get(after) : PairwiseScenario.unknown(b);
    OwnPreKeys preKeys = preKeysOfB.get(after);
    for (JsonNode before : attempt.path("before")) {
      OpenedHeader opened = openAtB(state, sender, preKeys, before);
      state = opened.next();
      preKeys = opened.changedPreKeys().orElse(preKeys);
    }
    byte[] stateBefore = state.encode();
    byte[] keysBefore = preKeys.encode();
    try {
      return openAtB(state, sender, preKeys, attempt);
    } finally {
      assertThat(state.encode()).as("the state of B").isEqualTo(stateBefore);
      assertThat(preKeys.encode()).as("the pre-keys of B").isEqualTo(keysBefore);
    }
  }

  private OpenedHeader openAtB(
      PeerState state, OwnDevice sender, OwnPreKeys preKeys, JsonNode attempt) {
    return atB.decrypt(
        state,
        PairwiseScenario.trusted(sender),
        preKeys,
        bytes(attempt, "header"),
        Hash32.of(bytes(attempt, "ph")),
        CLOCK.instant());
  }

  private void fromA(JsonNode message) {
    random.serve(bytes(message, "random"));
    String handshake = message.get("handshake").asText();
    if (!handshake.equals("NONE")) {
      PreKeyBundle bundle =
          PublishedPreKeys.bundle(
              b.cert(), file.get("preKeysOfB"), handshake.equals("ONE_TIME_KEYS"));
      stateOfB = atA.start(stateOfB, PairwiseScenario.trusted(b), bundle);
    }
    stateOfB = seal(atA, stateOfB, b, message);
    if (message.get("late").asBoolean()) {
      late.add(message);
      statesOfA.add(statesOfA.getLast());
      preKeysOfB.add(preKeysOfB.getLast());
    } else {
      openAtB(message);
    }
  }

  private void fromB(JsonNode message) {
    random.serve(bytes(message, "random"));
    statesOfA.add(seal(atB, statesOfA.getLast(), a, message));
    preKeysOfB.add(preKeysOfB.getLast());
    OpenedHeader opened =
        atA.decrypt(
            stateOfB,
            PairwiseScenario.trusted(b),
            OwnPreKeys.none(),
            bytes(message, "header"),
            Hash32.of(bytes(message, "ph")),
            CLOCK.instant());
    assertThat(opened.cek().revealCopy()).isEqualTo(bytes(message, "cek"));
    stateOfB = opened.next();
  }

  private PeerState seal(PairwiseSessions sender, PeerState state, OwnDevice to, JsonNode message) {
    try (SecretBytes cek = SecretBytes.copyOf(bytes(message, "cek"))) {
      SealedHeader sealed =
          sender.encrypt(state, PairwiseScenario.trusted(to), Hash32.of(bytes(message, "ph")), cek);
      assertThat(sealed.header().toByteArray()).isEqualTo(bytes(message, "header"));
      return sealed.next();
    }
  }

  private void openAtB(JsonNode message) {
    OpenedHeader opened =
        atB.decrypt(
            statesOfA.getLast(),
            PairwiseScenario.trusted(a),
            preKeysOfB.getLast(),
            bytes(message, "header"),
            Hash32.of(bytes(message, "ph")),
            CLOCK.instant());
    assertThat(opened.cek().revealCopy()).isEqualTo(bytes(message, "cek"));
    assertThat(new PayloadSlice(e1, cipher()).open(opened.cek(), bytes(message, "slice")))
        .isNotNull();
    statesOfA.add(opened.next());
    preKeysOfB.add(opened.changedPreKeys().orElse(preKeysOfB.getLast()));
  }

  private PairwiseSessions sessions(OwnDevice own) {
    return new PairwiseSessions(e1, cipher(), own, CLOCK, random);
  }

  private XChaCha20Poly1305 cipher() {
    return new XChaCha20Poly1305(e1.sodium());
  }

  private OwnDevice device(JsonNode device) {
    return OwnDevice.of(
        e1,
        DeviceCert.parse(bytes(device, "cert")),
        e1.sodium().signingKeyPair(SecretBytes.copyOf(bytes(device, "signingSeed"))),
        e1.sodium().agreementKeyPair(SecretBytes.copyOf(bytes(device, "agreementSecret"))));
  }

  private static byte[] bytes(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).asText());
  }
}
