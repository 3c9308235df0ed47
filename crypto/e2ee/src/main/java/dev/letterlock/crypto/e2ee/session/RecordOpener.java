package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.RecordWrap;
import dev.letterlock.crypto.e2ee.handshake.Handshake;
import dev.letterlock.crypto.e2ee.handshake.HandshakeSecrets;
import dev.letterlock.crypto.e2ee.handshake.PreKeyHeader;
import dev.letterlock.crypto.e2ee.handshake.PreviousSession;
import dev.letterlock.crypto.e2ee.handshake.SessionId;
import dev.letterlock.crypto.e2ee.prekey.BundlePolicy;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyUse;
import dev.letterlock.crypto.e2ee.ratchet.Ratchet;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of {@link PairwiseSessions}: finds or makes the session of a header and opens
 * its record, on a working copy that is thrown away after any exception (docs/E2EE.md §2.4, §2.5).
 */
final class RecordOpener {

  private final E1 e1;
  private final OwnDevice own;
  private final RecordWrap records;
  private final Handshake handshake;
  private final BundlePolicy policy;

  RecordOpener(E1 e1, OwnDevice own, RecordWrap records, Handshake handshake, BundlePolicy policy) {
    this.e1 = e1;
    this.own = own;
    this.records = records;
    this.handshake = handshake;
    this.policy = policy;
  }

  /** H("E1:pkhdr", header): by which a repeated handshake is known. */
  static Hash32 preKeyHash(E1 e1, PreKeyHeader header) {
    return e1.hash(Label.PRE_KEY_HEADER_HASH, header.encode());
  }

  OpenedRecord open(PeerSessions sessions, IncomingMessage message, OwnPreKeys preKeys) {
    PreKeyHeader preKey = message.header().preKey();
    if (preKey == null) {
      int tag = message.header().recordHeader().tag();
      return continued(sessions, sessions.withTag(tag), message);
    }
    Hash32 hash = preKeyHash(e1, preKey);
    Session running = sessions.withPreKeyHash(hash);
    return running == null
        ? accept(sessions, message, preKey, hash, preKeys)
        : continued(sessions, running, message);
  }

  private OpenedRecord continued(
      PeerSessions sessions, @Nullable Session session, IncomingMessage message) {
    boolean unanswered = session != null && session.isUnconfirmed();
    SecretBytes cek = unwrap(session, message);
    if (session != null && unanswered) {
      sessions.answered(session, message.now());
    }
    return new OpenedRecord(cek, null, null);
  }

  private SecretBytes unwrap(@Nullable Session session, IncomingMessage message) {
    if (session == null || session.id().tag() != message.header().recordHeader().tag()) {
      throw new OpenRejectedException(
          OpenFault.WRONG_SESSION, "record: tag (expected: that of a session)");
    }
    Ratchet ratchet = session.ratchet();
    boolean awaited = ratchet.awaitsSending();
    try (SecretBytes messageKey =
        ratchet.receivingKey(message.header().recordHeader(), message.now())) {
      SecretBytes cek =
          records.unwrap(
              messageKey, message.header().record().toByteArray(), message.payloadHash());
      session.received(!awaited && ratchet.awaitsSending(), message.now());
      return cek;
    }
  }

  private OpenedRecord accept(
      PeerSessions sessions,
      IncomingMessage message,
      PreKeyHeader preKey,
      Hash32 hash,
      OwnPreKeys preKeys) {
    requireSuite(message, preKey);
    Session previous = linked(sessions, preKey);
    Function<SessionId, SessionEvent> meaning = judge(sessions, previous, message);
    PreKeyUse use = use(preKeys, preKey);
    Session fresh =
        respond(message, preKey, hash, use, previous == null ? null : previous.asPrevious());
    SecretBytes cek;
    try {
      cek = unwrap(fresh, message);
    } catch (RuntimeException e) {
      fresh.close();
      throw e;
    }
    sessions.addAccepted(fresh, previous, message.now());
    return new OpenedRecord(cek, use.spent(), meaning.apply(fresh.id()));
  }

  private void requireSuite(IncomingMessage message, PreKeyHeader preKey) {
    if (preKey.suite() != policy.suiteWith(message.device().cert())) {
      throw new OpenRejectedException(
          OpenFault.SUITE_REFUSED,
          "suite: " + preKey.suite() + " (expected: the stronger that both certificates name)");
    }
  }

  private static @Nullable Session linked(PeerSessions sessions, PreKeyHeader preKey) {
    if (preKey.link() == 0) {
      return null;
    }
    Session previous = sessions.withTag(preKey.link());
    if (previous == null) {
      throw new OpenRejectedException(
          OpenFault.UNKNOWN_LINK, "link: of no session (expected: of one that is kept)");
    }
    return previous;
  }

  /**
   * What the session that a handshake begins is to those there are (docs/E2EE.md §2.4, "Links and
   * resets").
   *
   * @throws OpenRejectedException if it is one reset too many
   */
  private static Function<SessionId, SessionEvent> judge(
      PeerSessions sessions, @Nullable Session previous, IncomingMessage message) {
    if (previous != null) {
      return id -> new SessionEvent.Relinked(id, previous.id());
    }
    if (sessions.confirmed() == null) {
      return SessionEvent.Started::new;
    }
    if (sessions.expectsRenewalWithoutLink(message.sentAt())) {
      return SessionEvent.Renewed::new;
    }
    sessions.countReset(message.now());
    return SessionEvent.Reset::new;
  }

  private PreKeyUse use(OwnPreKeys preKeys, PreKeyHeader preKey) {
    return PreKeyUse.of(
        e1,
        preKeys,
        preKey.signedPreKeyId(),
        preKey.oneTimePreKeyId(),
        preKey.kemPreKeyId(),
        preKey.ephemeral());
  }

  private Session respond(
      IncomingMessage message,
      PreKeyHeader preKey,
      Hash32 hash,
      PreKeyUse use,
      @Nullable PreviousSession previous) {
    try (HandshakeSecrets secrets =
        handshake.respond(own, message.device().cert(), preKey, use, previous)) {
      Ratchet ratchet = Ratchet.responder(e1, secrets.rootKey(), use.signedPreKey());
      return Session.accepted(secrets, preKey.suite(), hash, ratchet, message);
    }
  }
}
