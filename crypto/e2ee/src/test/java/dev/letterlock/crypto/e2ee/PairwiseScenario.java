package dev.letterlock.crypto.e2ee;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.PayloadHash;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyBundle;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker;
import dev.letterlock.crypto.e2ee.prekey.PreKeyUpload;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.e2ee.session.OpenedHeader;
import dev.letterlock.crypto.e2ee.session.PairwiseSessions;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.session.SealedHeader;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The conversation of docs/vectors/e1-pairwise.json, from a fixed seed: a hybrid handshake with
 * three messages, a reply, a step with a skipped message, and a linked handshake without a one-time
 * key.
 */
final class PairwiseScenario {

  /**
   * One message.
   *
   * @param from A or B
   * @param handshake which bundle began a session just before, or none
   * @param late whether it arrives after all others
   * @param random what the sender drew for it, EK, KEM and ratchet keys in this order
   */
  record Message(
      String from,
      Handshake handshake,
      boolean late,
      String random,
      Octets cek,
      Octets slice,
      Octets header) {}

  /** What the bundle of a handshake held. */
  enum Handshake {
    NONE,
    ONE_TIME_KEYS,
    LAST_RESORT
  }

  final E1 e1 = new E1(Sodium.load());
  final SettableClock clock = new SettableClock();
  final RecordingRandom random = new RecordingRandom(1);
  final OwnDevice a = device(new UUID(0xaaL, 1), 1);
  final String secretsOfA = random.takeAll();
  final OwnDevice b = device(new UUID(0xbbL, 2), 7);
  final String secretsOfB = random.takeAll();
  final PreKeyUpload rotated;
  final PreKeyUpload oneTime;
  final String drawnForPreKeys;
  final OwnPreKeys preKeysOfB;
  final List<Message> messages = new ArrayList<>();
  private final XChaCha20Poly1305 cipher = new XChaCha20Poly1305(e1.sodium());
  private final PairwiseSessions atA = new PairwiseSessions(e1, cipher, a, clock, random);
  private final PairwiseSessions atB = new PairwiseSessions(e1, cipher, b, clock, random);
  private PeerState stateOfB = unknown(b);
  private PeerState stateOfA = unknown(a);
  private OwnPreKeys current;

  PairwiseScenario() {
    PreKeyMaker maker = new PreKeyMaker(e1, b, clock, random);
    PreKeyMaker.Made first = maker.rotate(OwnPreKeys.none());
    PreKeyMaker.Made second =
        maker.replenish(first.keys(), PreKeyMaker.ONE_TIME_TARGET - 1, PreKeyMaker.KEM_TARGET - 1);
    this.rotated = first.upload();
    this.oneTime = second.upload();
    this.drawnForPreKeys = random.takeAll();
    this.preKeysOfB = second.keys();
    this.current = preKeysOfB;
    play();
  }

  private void play() {
    fromA(Handshake.ONE_TIME_KEYS, true);
    fromA(Handshake.NONE, true);
    fromA(Handshake.NONE, false);
    fromB();
    fromA(Handshake.NONE, false);
    fromA(Handshake.NONE, true);
    fromA(Handshake.LAST_RESORT, true);
    fromB();
  }

  PreKeyBundle bundle(Handshake handshake) {
    boolean withOneTimeKeys = handshake == Handshake.ONE_TIME_KEYS;
    KemPreKey kem = (withOneTimeKeys ? oneTime : rotated).kemPreKeys().getFirst();
    return new PreKeyBundle(
        b.cert(),
        Objects.requireNonNull(rotated.signedPreKey()),
        withOneTimeKeys ? oneTime.oneTimePreKeys().getFirst() : null,
        kem);
  }

  static PeerState unknown(OwnDevice device) {
    return PeerState.unknown(device.cert().address().user(), device.cert().address().device());
  }

  static TrustedDevice trusted(OwnDevice device) {
    return new TrustedDevice(device.cert(), device.certHash(), 1);
  }

  private void fromA(Handshake handshake, boolean arrives) {
    if (handshake != Handshake.NONE) {
      stateOfB = atA.start(stateOfB, trusted(b), bundle(handshake));
    }
    SealedHeader sealed = seal(new Way("A", handshake, !arrives), atA, stateOfB, b);
    stateOfB = sealed.next();
    if (arrives) {
      Message message = messages.getLast();
      OpenedHeader opened =
          atB.decrypt(
              stateOfA,
              trusted(a),
              current,
              message.header().toByteArray(),
              hash(message.slice()),
              clock.instant());
      stateOfA = opened.next();
      current = opened.changedPreKeys().orElse(current);
    }
  }

  private void fromB() {
    stateOfA = seal(new Way("B", Handshake.NONE, false), atB, stateOfA, a).next();
    Message message = messages.getLast();
    stateOfB =
        atA.decrypt(
                stateOfB,
                trusted(b),
                OwnPreKeys.none(),
                message.header().toByteArray(),
                hash(message.slice()),
                clock.instant())
            .next();
  }

  /** A handshake by A as if it had lost all that it knew of B, without one-time keys. */
  Message reset() {
    PeerState state = atA.start(unknown(b), trusted(b), bundle(Handshake.LAST_RESORT));
    var _ = seal(new Way("A", Handshake.LAST_RESORT, false), atA, state, b);
    return messages.removeLast();
  }

  /** Who sends a message after what, and when it arrives. */
  private record Way(String from, Handshake handshake, boolean late) {}

  private SealedHeader seal(Way way, PairwiseSessions sender, PeerState state, OwnDevice to) {
    String drawn = random.takeAll();
    byte[] cek = random.draw(32);
    byte[] nonce = random.draw(24);
    random.takeAll();
    try (SecretBytes key = SecretBytes.copyOf(cek)) {
      byte[] text = ("message " + messages.size()).getBytes(StandardCharsets.UTF_8);
      byte[] slice = new PayloadSlice(e1, cipher).seal(key, text, 256, nonce);
      SealedHeader sealed = sender.encrypt(state, trusted(to), hash(Octets.of(slice)), key);
      messages.add(
          new Message(
              way.from,
              way.handshake,
              way.late,
              drawn + random.takeAll(),
              Octets.of(cek),
              Octets.of(slice),
              sealed.header()));
      return sealed;
    }
  }

  /** What B knows of A in the end. */
  PeerState stateOfA() {
    return stateOfA;
  }

  /** What A knows of B in the end. */
  PeerState stateOfB() {
    return stateOfB;
  }

  Hash32 hash(Octets slice) {
    return PayloadHash.of(e1, slice.toByteArray());
  }

  private OwnDevice device(UUID user, int number) {
    Ed25519KeyPair signing = e1.sodium().signingKeyPair(SecretBytes.copyOf(random.draw(32)));
    X25519KeyPair agreement = e1.sodium().agreementKeyPair(SecretBytes.copyOf(random.draw(32)));
    DeviceCert cert =
        DeviceCert.issue(
            e1,
            signing,
            CipherSuite.HYBRID,
            new DeviceAddress(user, number, 77),
            agreement.publicKey(),
            clock.millis());
    return OwnDevice.of(e1, cert, signing, agreement);
  }
}
