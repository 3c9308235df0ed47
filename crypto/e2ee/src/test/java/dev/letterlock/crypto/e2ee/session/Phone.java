package dev.letterlock.crypto.e2ee.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyBundle;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker;
import dev.letterlock.crypto.e2ee.prekey.PreKeyUpload;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.testing.SettableClock;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One device of one user with all of its state, and the server's copy of its pre-keys. A new state
 * goes through its encoding, as a key store would do it, and is then one object until the next,
 * which every call has to leave as it is.
 */
public final class Phone {

  public static final E1 E1_OF_TESTS = new E1(Sodium.load());

  final E1 e1 = E1_OF_TESTS;
  final OwnDevice own;
  final DeviceListPins pins;
  final PairwiseSessions sessions;
  final Deque<OneTimePreKey> oneTimeAtServer = new ArrayDeque<>();
  final Deque<KemPreKey> kemAtServer = new ArrayDeque<>();
  final List<SessionEvent> events = new ArrayList<>();
  private final Map<TrustedDevice, PeerState> peers = new HashMap<>();
  private final PreKeyMaker maker;
  private final SecureRandom random;
  private final SettableClock clock;
  private OwnPreKeys preKeys;
  private SignedPreKey signedAtServer;
  private @Nullable KemPreKey lastResortAtServer;

  public Phone(UUID user, int device, CipherSuite suite, SettableClock clock, long seed) {
    this.random = new SeededRandom(seed);
    this.clock = clock;
    this.own =
        OwnDevice.generate(e1, suite, new DeviceAddress(user, device, random.nextInt()), clock);
    this.pins =
        DeviceListPins.first(
            e1,
            user,
            DeviceList.first(
                e1,
                e1.sodium().signingKeyPair(),
                user,
                clock.millis(),
                List.of(DeviceEntry.of(e1, own.cert()))));
    this.maker = new PreKeyMaker(e1, own, clock, random);
    this.sessions =
        new PairwiseSessions(e1, new XChaCha20Poly1305(e1.sodium()), own, clock, random);
    PreKeyMaker.Made made = maker.rotate(OwnPreKeys.none());
    this.preKeys = stored(made.keys());
    this.signedAtServer = Objects.requireNonNull(made.upload().signedPreKey());
    this.lastResortAtServer = made.upload().kemPreKeys().stream().findFirst().orElse(null);
  }

  /** A sender and a receiver of suite 2 under one clock. */
  static Phone alice(SettableClock clock) {
    return new Phone(new UUID(1, 1), 1, CipherSuite.HYBRID, clock, 1);
  }

  static Phone bob(SettableClock clock) {
    return new Phone(new UUID(2, 2), 7, CipherSuite.HYBRID, clock, 2);
  }

  TrustedDevice asSeenByOthers() {
    return pins.trust(e1, own.cert());
  }

  /** Uploads a full set of one-time keys. */
  Phone replenish() {
    PreKeyMaker.Made made =
        maker.replenish(ownPreKeys(), oneTimeAtServer.size(), kemAtServer.size());
    preKeys = stored(made.keys());
    oneTimeAtServer.addAll(made.upload().oneTimePreKeys());
    kemAtServer.addAll(made.upload().kemPreKeys());
    return this;
  }

  void rotate() {
    PreKeyMaker.Made made = maker.rotate(ownPreKeys());
    preKeys = stored(made.keys());
    PreKeyUpload upload = made.upload();
    signedAtServer = Objects.requireNonNull(upload.signedPreKey());
    lastResortAtServer = upload.kemPreKeys().stream().findFirst().orElse(null);
  }

  /** What the server hands out, each one-time key once. */
  PreKeyBundle claim() {
    KemPreKey kem = kemAtServer.isEmpty() ? lastResortAtServer : kemAtServer.pop();
    return new PreKeyBundle(own.cert(), signedAtServer, oneTimeAtServer.poll(), kem);
  }

  OwnPreKeys ownPreKeys() {
    return preKeys;
  }

  private static OwnPreKeys stored(OwnPreKeys keys) {
    return OwnPreKeys.decode(keys.encode());
  }

  PeerState stateOf(Phone other) {
    TrustedDevice device = other.asSeenByOthers();
    PeerState stored = peers.get(device);
    return stored == null
        ? PeerState.unknown(device.cert().address().user(), device.cert().address().device())
        : stored;
  }

  void store(Phone other, PeerState state) {
    peers.put(other.asSeenByOthers(), PeerState.decode(e1, state.encode()));
  }

  Phone start(Phone other) {
    PreKeyBundle bundle = other.claim();
    store(other, with(other, state -> sessions.start(state, other.asSeenByOthers(), bundle)));
    return this;
  }

  Phone offer(Phone other, boolean linked) {
    PreKeyBundle bundle = other.claim();
    store(
        other, with(other, state -> sessions.offer(state, other.asSeenByOthers(), bundle, linked)));
    return this;
  }

  /** Makes something of the state, which stays what it is whatever comes of that. */
  private <T> T with(Phone other, Function<PeerState, T> call) {
    PeerState state = stateOf(other);
    byte[] before = state.encode();
    byte[] keysBefore = preKeys.encode();
    try {
      return call.apply(state);
    } finally {
      assertThat(state.encode()).as("the state that was handed in").isEqualTo(before);
      assertThat(preKeys.encode()).as("the pre-keys that were handed in").isEqualTo(keysBefore);
    }
  }

  boolean mayOffer(Phone other) {
    return sessions.mayOffer(stateOf(other), other.asSeenByOthers());
  }

  /** Learns that the other could not read something. */
  void giveWay(Phone other) {
    store(other, with(other, sessions::giveWay));
  }

  Readiness readiness(Phone other) {
    return sessions.readiness(stateOf(other), other.asSeenByOthers());
  }

  /** Sends a fresh key for a payload that nobody else has. */
  Letter send(Phone other) {
    return send(other, sessions::encrypt);
  }

  /** As {@link #send}, in the session on offer. */
  Letter request(Phone other) {
    return send(other, sessions::encryptRequest);
  }

  private Letter send(Phone other, Sealing sealing) {
    SecretBytes cek = e1.sodium().randomSecret(32);
    Hash32 payload = Hash32.of(e1.sodium().randomBytes(32));
    SealedHeader sealed =
        with(other, state -> sealing.seal(state, other.asSeenByOthers(), payload, cek));
    store(other, sealed.next());
    return new Letter(this, sealed.header(), payload, cek, clock.instant());
  }

  /** Begins a session, which both then have answers in. */
  void converse(Phone other) {
    start(other);
    other.opens(send(other));
    opens(other.send(this));
    other.opens(send(other));
  }

  /** Opens, stores what has changed, and says whether the key is the one that was sent. */
  boolean opens(Letter letter) {
    OpenedHeader opened =
        with(
            letter.from(),
            state ->
                sessions.decrypt(
                    state,
                    letter.from().asSeenByOthers(),
                    preKeys,
                    letter.header().toByteArray(),
                    letter.payloadHash(),
                    letter.at()));
    store(letter.from(), opened.next());
    opened.changedPreKeys().ifPresent(keys -> preKeys = stored(keys));
    events.addAll(opened.events());
    return opened.cek().matches(letter.cek());
  }

  /** A way to wrap a key. */
  private interface Sealing {
    SealedHeader seal(PeerState peer, TrustedDevice device, Hash32 payload, SecretBytes cek);
  }

  /** All bytes of all state that this phone keeps, to compare and to restore. */
  Snapshot snapshot() {
    Map<TrustedDevice, Octets> bytes = new HashMap<>();
    peers.forEach((device, state) -> bytes.put(device, Octets.of(state.encode())));
    return new Snapshot(bytes, Octets.of(preKeys.encode()));
  }

  void restore(Snapshot snapshot) {
    peers.clear();
    snapshot.peers.forEach(
        (device, state) -> peers.put(device, PeerState.decode(e1, state.toByteArray())));
    preKeys = OwnPreKeys.decode(snapshot.preKeys.toByteArray());
  }

  /** State at one time. */
  record Snapshot(Map<TrustedDevice, Octets> peers, Octets preKeys) {}
}
