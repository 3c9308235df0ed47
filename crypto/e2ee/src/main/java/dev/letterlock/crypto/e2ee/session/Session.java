package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.handshake.HandshakeSecrets;
import dev.letterlock.crypto.e2ee.handshake.PreKeyHeader;
import dev.letterlock.crypto.e2ee.handshake.PreviousSession;
import dev.letterlock.crypto.e2ee.handshake.SessionId;
import dev.letterlock.crypto.e2ee.ratchet.Ratchet;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.time.Duration;

/**
 * One session with one device, as a working copy: docs/E2EE.md §2.4 and §2.5. Owns its secrets. For
 * one thread.
 */
final class Session implements AutoCloseable {

  /** A session without a step by the peer, or of suite 2 at all, is renewed after this time. */
  static final Duration RENEWED_AFTER = Duration.ofDays(7);

  /** A session is renewed after so many messages without a step by the peer. */
  static final int MAX_UNANSWERED = 1000;

  /**
   * How much sooner than by the peer's rules its renewal is expected: its first message may have
   * been under way for some time.
   */
  static final Duration EARLY = Duration.ofDays(1);

  /** As {@link #EARLY}, in messages received: some may have been lost. */
  static final int MANY_RECEIVED = 900;

  private final SessionId id;
  private final CipherSuite suite;
  private final Hash32 preKeyHash;
  private final long startedAt;
  private final SecretBytes export;
  private final Ratchet ratchet;
  private byte[] pendingHeader;

  /** The peer's last step; by the server's word if that was the handshake. */
  private long steppedAt;

  /** Messages since that step: those sent, or, before the first of these, those received. */
  private int unanswered;

  private long retiredAt;

  private Session(
      SessionId id,
      CipherSuite suite,
      Hash32 preKeyHash,
      long startedAt,
      SecretBytes export,
      Ratchet ratchet,
      byte[] pendingHeader) {
    this.id = id;
    this.suite = suite;
    this.preKeyHash = preKeyHash;
    this.startedAt = startedAt;
    this.steppedAt = startedAt;
    this.export = export;
    this.ratchet = ratchet;
    this.pendingHeader = pendingHeader;
  }

  /**
   * A session that this device begins; its pre-key header goes before each record until a reply.
   *
   * @param secrets the caller's to close
   */
  static Session initiated(
      HandshakeSecrets secrets, PreKeyHeader header, Hash32 preKeyHash, Ratchet ratchet, long now) {
    return new Session(
        secrets.id(),
        header.suite(),
        preKeyHash,
        now,
        secrets.export().copy(),
        ratchet,
        header.encode());
  }

  /**
   * A session that the peer began.
   *
   * @param secrets the caller's to close
   */
  static Session accepted(
      HandshakeSecrets secrets,
      CipherSuite suite,
      Hash32 preKeyHash,
      Ratchet ratchet,
      IncomingMessage message) {
    SecretBytes export = secrets.export().copy();
    Session session =
        new Session(secrets.id(), suite, preKeyHash, message.now(), export, ratchet, new byte[0]);
    session.steppedAt = message.sentAt();
    return session;
  }

  static Session read(E1 e1, StateReader in) {
    SessionId id = SessionId.of(in.take(SessionId.SIZE));
    CipherSuite suite = in.flag() ? CipherSuite.HYBRID : CipherSuite.CLASSIC;
    Hash32 preKeyHash = in.hash();
    long startedAt = in.u64();
    long steppedAt = in.u64();
    int unanswered = in.u32();
    long retiredAt = in.u64();
    byte[] pending = in.block(PreKeyHeader.HYBRID_SIZE);
    if (pending.length != 0 && pending.length != PreKeyHeader.size(suite)) {
      throw in.badValue("pre-key header: " + pending.length + " B (expected: 0, 50 or 1138)");
    }
    SecretBytes export = in.secret();
    Session session =
        new Session(id, suite, preKeyHash, startedAt, export, Ratchet.read(e1, in), pending);
    session.steppedAt = steppedAt;
    session.unanswered = unanswered;
    session.retiredAt = retiredAt;
    return session;
  }

  void write(StateWriter out) {
    out.bytes(id.toByteArray()).flag(suite == CipherSuite.HYBRID).value(preKeyHash);
    out.u64(startedAt).u64(steppedAt).u32(unanswered).u64(retiredAt);
    out.block(pendingHeader).secret(export);
    ratchet.write(out);
  }

  SessionId id() {
    return id;
  }

  /** H("E1:pkhdr", pre-key header) of its handshake. */
  Hash32 preKeyHash() {
    return preKeyHash;
  }

  Ratchet ratchet() {
    return ratchet;
  }

  PreviousSession asPrevious() {
    return new PreviousSession(id, export);
  }

  /** The pre-key header that the next record needs; empty once the peer has replied. */
  byte[] pendingHeader() {
    return pendingHeader.clone();
  }

  /** Whether this device began it and has had no reply. */
  boolean isUnconfirmed() {
    return pendingHeader.length != 0;
  }

  /** Whether this stays active when a handshake of the peer crosses its own. */
  boolean wins(Session crossing) {
    return isUnconfirmed() && id.compareTo(crossing.id) < 0;
  }

  boolean isReceiveOnly() {
    return retiredAt != 0;
  }

  /** Milliseconds since 1970, zero while it is the active one. */
  long retiredAt() {
    return retiredAt;
  }

  void retire(long now) {
    retiredAt = retiredAt == 0 ? now : retiredAt;
  }

  /** The opposite of {@link #retire}. */
  void revive() {
    retiredAt = 0;
  }

  /** Milliseconds since 1970. */
  long startedAt() {
    return startedAt;
  }

  /** Whether this device began it or has sent in it, so that the peer may know that it has it. */
  boolean hasSent() {
    return ratchet.hasSent();
  }

  /** The next message is about to be sealed. */
  void sending() {
    unanswered = hasSent() ? unanswered + 1 : 1;
  }

  /**
   * @param stepped whether the peer's ratchet took a step
   */
  void received(boolean stepped, long now) {
    pendingHeader = new byte[0];
    if (stepped) {
      steppedAt = now;
      unanswered = 0;
    } else if (!hasSent()) {
      unanswered++;
    }
  }

  /** Whether docs/E2EE.md §2.4, "When to renew", wants a new handshake. */
  boolean isDue(long now) {
    return (hasSent() && unanswered >= MAX_UNANSWERED)
        || !Age.isWithin(RENEWED_AFTER, Math.max(startedAt, steppedAt), now)
        || (suite == CipherSuite.HYBRID && !Age.isWithin(RENEWED_AFTER, startedAt, now));
  }

  /**
   * Whether the peer, which began it and has had no answer, is about to renew it.
   *
   * @param at by the server's clock, as all that is said here of the peer
   */
  boolean isDueAtPeer(long at) {
    return unanswered >= MANY_RECEIVED || at - steppedAt >= RENEWED_AFTER.minus(EARLY).toMillis();
  }

  /** Whether the peer began this one later, and has given up the earlier one since. */
  boolean hasOutlivedAtPeer(Session earlier, long at) {
    return !hasSent()
        && startedAt > earlier.startedAt
        && at - steppedAt >= PeerSessions.RECEIVE_ONLY.minus(EARLY).toMillis();
  }

  @Override
  public void close() {
    export.close();
    ratchet.close();
  }
}
