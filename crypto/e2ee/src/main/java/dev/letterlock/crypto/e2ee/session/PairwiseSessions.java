package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.RecordHeader;
import dev.letterlock.crypto.e2ee.RecordWrap;
import dev.letterlock.crypto.e2ee.handshake.Handshake;
import dev.letterlock.crypto.e2ee.handshake.HandshakeSecrets;
import dev.letterlock.crypto.e2ee.handshake.InitiatedHandshake;
import dev.letterlock.crypto.e2ee.prekey.BundleFault;
import dev.letterlock.crypto.e2ee.prekey.BundlePolicy;
import dev.letterlock.crypto.e2ee.prekey.BundleRejectedException;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyBundle;
import dev.letterlock.crypto.e2ee.prekey.VerifiedBundle;
import dev.letterlock.crypto.e2ee.primitive.MlKem768;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.e2ee.ratchet.Ratchet;
import dev.letterlock.crypto.e2ee.ratchet.SendingStep;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one device says to others, one at a time: it wraps the key of a payload slice for a device
 * and unwraps what devices sent (docs/E2EE.md §2.4 and §2.5). Keeps nothing: every call takes the
 * {@link PeerState} of the other device and gives the next one.
 *
 * <p><b>What to store when.</b> The next state must be on disk before a frame made with it leaves,
 * and in one transaction with the message before an envelope is acked; with it goes what else has
 * changed (own pre-keys). Only then close the old value. After an exception nothing has changed and
 * the old state stays good. A state of yesterday (a restored backup) may lose messages and needs an
 * {@link #offer}, but never uses a key and nonce twice.
 *
 * <p>Safe for any thread, but calls on states of one peer device must follow each other, each on
 * the state that the last one gave.
 */
public final class PairwiseSessions {

  private final E1 e1;
  private final OwnDevice own;
  private final Clock clock;
  private final SecureRandom random;
  private final RecordWrap records;
  private final Handshake handshake;
  private final BundlePolicy policy;
  private final RecordOpener opener;

  /**
   * @param own stays the caller's to close
   * @param random used for every fresh key
   */
  public PairwiseSessions(
      E1 e1, XChaCha20Poly1305 cipher, OwnDevice own, Clock clock, SecureRandom random) {
    this.e1 = e1;
    this.own = own;
    this.clock = clock;
    this.random = random;
    this.records = new RecordWrap(e1, cipher);
    this.handshake = new Handshake(e1, new MlKem768());
    this.policy = new BundlePolicy(e1, own.cert().suite());
    this.opener = new RecordOpener(e1, own, records, handshake, policy);
  }

  /** What has to be done before the next {@link #encrypt} for this device. */
  public Readiness readiness(PeerState peer, TrustedDevice device) {
    try (PeerSessions sessions = peer.open(e1)) {
      TrustedDevice known = sessions.device();
      Session active = sessions.active();
      if (active == null || known == null || !known.certHash().equals(device.certHash())) {
        return Readiness.NO_SESSION;
      }
      return active.isDue(clock.millis()) ? Readiness.HANDSHAKE_DUE : Readiness.READY;
    }
  }

  /**
   * Begins a session, linked to the live one if the peer is known to have one. Nothing is sent by
   * this: the next {@link #encrypt} carries the handshake, and so does each until the first reply.
   *
   * @return the next state, to be stored before the next frame leaves
   * @throws BundleRejectedException if the bundle breaks a rule
   * @throws KeyRejectedException if a key or signature of it is bad
   */
  public PeerState start(PeerState peer, TrustedDevice device, PreKeyBundle bundle) {
    long now = clock.millis();
    VerifiedBundle verified = policy.verify(device, bundle, clock.instant());
    try (PeerSessions sessions = open(peer, device, now)) {
      sessions.addActive(initiate(sessions.confirmed(), verified, now), now);
      return PeerState.of(sessions);
    }
  }

  /**
   * Whether {@link #offer} would be of use: not while an own handshake of the last day is
   * unanswered.
   */
  public boolean mayOffer(PeerState peer, TrustedDevice device) {
    try (PeerSessions sessions = peer.open(e1)) {
      TrustedDevice known = sessions.device();
      boolean same = known != null && known.certHash().equals(device.certHash());
      return !same || !sessions.isOffering(clock.millis());
    }
  }

  /**
   * Begins a session beside the live one, because something came that cannot be read. As that
   * proves nothing, the live one stays in use; only {@link #encryptRequest} uses the new one, until
   * the peer answers in it. Without a live session this is {@link #start}.
   *
   * @param linked false if the peer may have lost what this device has: the peer shows that as a
   *     reset, and takes no more than four a day
   */
  public PeerState offer(
      PeerState peer, TrustedDevice device, PreKeyBundle bundle, boolean linked) {
    long now = clock.millis();
    VerifiedBundle verified = policy.verify(device, bundle, clock.instant());
    try (PeerSessions sessions = open(peer, device, now)) {
      Session previous = linked ? sessions.confirmed() : null;
      sessions.addOffer(initiate(previous, verified, sessions.offerTime(now)), now);
      return PeerState.of(sessions);
    }
  }

  /**
   * What follows from a peer's authentic word that it could not read something: of two handshakes
   * that crossed, the peer's is used from now on.
   */
  public PeerState giveWay(PeerState peer) {
    try (PeerSessions sessions = peer.open(e1)) {
      sessions.giveWay(clock.millis());
      return PeerState.of(sessions);
    }
  }

  /**
   * The state without secrets that have become too old to be kept: docs/E2EE.md §2.5, "Limits".
   *
   * @return empty if there are none
   */
  public Optional<PeerState> expire(PeerState peer) {
    try (PeerSessions sessions = peer.open(e1)) {
      return sessions.expire(clock.millis())
          ? Optional.of(PeerState.of(sessions))
          : Optional.empty();
    }
  }

  private PeerSessions open(PeerState peer, TrustedDevice device, long now) {
    PeerSessions sessions = peer.open(e1);
    try {
      requireNoDowngrade(sessions, device);
      sessions.adopt(device);
      sessions.expire(now);
      return sessions;
    } catch (RuntimeException e) {
      sessions.close();
      throw e;
    }
  }

  private Session initiate(@Nullable Session previous, VerifiedBundle bundle, long now) {
    InitiatedHandshake made =
        handshake.initiate(own, bundle, previous == null ? null : previous.asPrevious(), random);
    try (HandshakeSecrets secrets = made.secrets()) {
      Ratchet ratchet =
          Ratchet.initiator(e1, secrets.rootKey(), bundle.signedPreKey().key(), random);
      Hash32 hash = RecordOpener.preKeyHash(e1, made.header());
      return Session.initiated(secrets, made.header(), hash, ratchet, now);
    }
  }

  private static void requireNoDowngrade(PeerSessions sessions, TrustedDevice device) {
    if (sessions.isDowngrade(device)) {
      throw new BundleRejectedException(
          BundleFault.SUITE_DOWNGRADE, "suite: 1 (expected: 2, as before)");
    }
  }

  /**
   * Wraps the key of a slice for one device.
   *
   * @param device as a valid list names it now
   * @param payloadHash ph of the slice
   * @param cek 32 bytes, the caller's to close
   * @throws IllegalStateException if {@link #readiness} is {@link Readiness#NO_SESSION}
   */
  public SealedHeader encrypt(
      PeerState peer, TrustedDevice device, Hash32 payloadHash, SecretBytes cek) {
    return encrypt(peer, device, payloadHash, cek, PeerSessions::active);
  }

  /** As {@link #encrypt}, in the session that is on {@link #offer} if there is one. */
  public SealedHeader encryptRequest(
      PeerState peer, TrustedDevice device, Hash32 payloadHash, SecretBytes cek) {
    return encrypt(
        peer,
        device,
        payloadHash,
        cek,
        sessions -> {
          Session offer = sessions.offer();
          return offer == null ? sessions.active() : offer;
        });
  }

  private SealedHeader encrypt(
      PeerState peer,
      TrustedDevice device,
      Hash32 payloadHash,
      SecretBytes cek,
      Function<PeerSessions, @Nullable Session> choice) {
    try (PeerSessions sessions = peer.open(e1)) {
      TrustedDevice known = sessions.device();
      Session chosen = choice.apply(sessions);
      if (chosen == null || known == null || !known.certHash().equals(device.certHash())) {
        throw new IllegalStateException("session: none with this device (expected: one)");
      }
      byte[] header = chosen.pendingHeader();
      chosen.sending();
      byte[] record = seal(chosen, payloadHash, cek);
      return new SealedHeader(
          Octets.of(
              ByteBuffer.allocate(header.length + record.length).put(header).put(record).array()),
          PeerState.of(sessions));
    }
  }

  private byte[] seal(Session session, Hash32 payloadHash, SecretBytes cek) {
    SendingStep step = session.ratchet().nextSending(random);
    try (SecretBytes messageKey = step.messageKey()) {
      RecordHeader header =
          new RecordHeader(session.id().tag(), step.dh(), step.previousCount(), step.count());
      return records.wrap(messageKey, header, payloadHash, cek);
    }
  }

  /**
   * Unwraps the key of a slice that a device sent.
   *
   * @param device the sender, as a valid list names it, or as {@link PeerState#device} kept it
   * @param preKeys of this device
   * @param header 93, 143 or 1,231 bytes from the envelope
   * @param payloadHash ph of the slice in the envelope, computed and not believed
   * @param serverTime when the server took the envelope, by its word: decides only whether a
   *     session that begins over another one is told as a reset
   * @throws OpenRejectedException and nothing else for whatever bytes; the fault is for the log of
   *     this device, and no answer to the sender may tell faults apart
   */
  public OpenedHeader decrypt(
      PeerState peer,
      TrustedDevice device,
      OwnPreKeys preKeys,
      byte[] header,
      Hash32 payloadHash,
      Instant serverTime) {
    long now = clock.millis();
    try (PeerSessions sessions = peer.open(e1)) {
      if (sessions.isDowngrade(device)) {
        throw new OpenRejectedException(
            OpenFault.SUITE_DOWNGRADE, "suite: 1 (expected: 2, as before)");
      }
      SessionEvent replaced = sessions.adopt(device);
      sessions.expire(now);
      IncomingMessage message =
          new IncomingMessage(
              device, DeviceHeader.parse(header), payloadHash, serverTime.toEpochMilli(), now);
      OpenedRecord opened = opener.open(sessions, message, preKeys);
      return opened.inState(device, PeerState.of(sessions), replaced);
    } catch (KeyRejectedException e) {
      throw new OpenRejectedException(
          OpenFault.BAD_KEY, "header: " + e.fault() + " (expected: good keys)");
    }
  }
}
