package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The working copy of a {@link PeerState}: which sessions there are and which of them is active
 * (docs/E2EE.md §2.5, "Session choice"). Owns their secrets. For one thread.
 */
final class PeerSessions implements AutoCloseable {

  /** One active and four receive-only. */
  static final int MAX_SESSIONS = 5;

  /** How long a session that was replaced is still read from. */
  static final Duration RECEIVE_ONLY = Duration.ofDays(14);

  /** How long an unanswered handshake of this device's own stands before another is offered. */
  static final Duration OFFER_STANDS = Duration.ofDays(1);

  static final int MAX_RESETS = 4;
  static final Duration RESET_WINDOW = Duration.ofDays(1);

  private static final int VERSION = 1;

  private final UUID user;
  private final int device;
  private final List<Session> sessions = new ArrayList<>();
  private final List<Long> resets = new ArrayList<>();
  private boolean hybridSeen;
  private @Nullable TrustedDevice trusted;

  private PeerSessions(UUID user, int device) {
    this.user = user;
    this.device = device;
  }

  static PeerSessions unknown(UUID user, int device) {
    return new PeerSessions(user, device);
  }

  static PeerSessions read(E1 e1, byte[] encoded) {
    StateReader in = new StateReader("peer state", encoded).version(VERSION);
    PeerSessions state = new PeerSessions(in.uuid(), in.u32());
    state.hybridSeen = in.flag();
    if (in.flag()) {
      DeviceCert cert = in.value(DeviceCert.SIZE, DeviceCert::parse);
      state.trusted = new TrustedDevice(cert, cert.certHash(e1), in.u64());
    }
    for (int left = in.count8(MAX_RESETS); left > 0; left--) {
      state.resets.add(in.u64());
    }
    for (int left = in.count8(MAX_SESSIONS); left > 0; left--) {
      Session session = Session.read(e1, in);
      if (session.isReceiveOnly() == state.sessions.isEmpty()) {
        throw in.badValue("sessions: order (expected: the active one, then the others)");
      }
      state.sessions.add(session);
    }
    in.end();
    return state;
  }

  SecretBytes encode() {
    try (StateWriter out = new StateWriter()) {
      out.u8(VERSION).uuid(user).u32(device).flag(hybridSeen).flag(trusted != null);
      if (trusted != null) {
        out.bytes(trusted.cert().encode()).u64(trusted.listVersion());
      }
      out.u8(resets.size());
      resets.forEach(out::u64);
      out.u8(sessions.size());
      sessions.forEach(session -> session.write(out));
      byte[] encoded = out.toByteArray();
      try {
        return SecretBytes.copyOf(encoded);
      } finally {
        Arrays.fill(encoded, (byte) 0);
      }
    }
  }

  @Nullable TrustedDevice device() {
    return trusted;
  }

  /** Whether the device spoke suite 2 before and now does not. */
  boolean isDowngrade(TrustedDevice to) {
    return hybridSeen && to.cert().suite() == CipherSuite.CLASSIC;
  }

  /**
   * Makes {@code to} the device of this state. Another certificate than before ends all sessions.
   *
   * @return what to show, or null if it is the certificate of before
   * @throws IllegalArgumentException if it is not the device that this state is about
   */
  @Nullable SessionEvent adopt(TrustedDevice to) {
    if (!to.cert().address().user().equals(user) || to.cert().address().device() != device) {
      throw new IllegalArgumentException("device: another (expected: the one of the state)");
    }
    TrustedDevice before = trusted;
    trusted = to;
    hybridSeen |= to.cert().suite() == CipherSuite.HYBRID;
    if (before == null || before.certHash().equals(to.certHash())) {
      return null;
    }
    dropAll();
    return new SessionEvent.DeviceReplaced(before.certHash(), to.certHash());
  }

  /** The session to send in, or null. */
  @Nullable Session active() {
    return find(session -> !session.isReceiveOnly());
  }

  @Nullable Session withTag(int tag) {
    return find(session -> session.id().tag() == tag);
  }

  @Nullable Session withPreKeyHash(Hash32 hash) {
    return find(session -> session.preKeyHash().equals(hash));
  }

  private @Nullable Session find(Predicate<Session> condition) {
    return sessions.stream().filter(condition).findFirst().orElse(null);
  }

  /**
   * Drops sessions that were replaced more than 14 days ago and skipped keys of more than 30, and
   * forgets old resets; false if there was nothing of that.
   */
  boolean expire(long now) {
    boolean changed = resets.removeIf(at -> !Age.isWithin(RESET_WINDOW, at, now));
    for (Session session : List.copyOf(sessions)) {
      if (session.isReceiveOnly()
          && !Age.isWithin(RECEIVE_ONLY.plusMillis(1), session.retiredAt(), now)) {
        sessions.remove(session);
        session.close();
        changed = true;
      } else {
        changed |= session.ratchet().expire(now);
      }
    }
    return changed;
  }

  /** Ends all sessions; what is known of the device and its resets stays. */
  void dropAll() {
    sessions.forEach(Session::close);
    sessions.clear();
  }

  /** The session that the peer is known to have, the active one before others; or null. */
  @Nullable Session confirmed() {
    return sessions.stream()
        .filter(session -> !session.isUnconfirmed())
        .max(
            Comparator.comparing((Session session) -> !session.isReceiveOnly())
                .thenComparingLong(Session::startedAt))
        .orElse(null);
  }

  /** The newest session that this device began beside the active one and has no answer in. */
  @Nullable Session offer() {
    Session active = active();
    return active == null
        ? null
        : find(session -> session.isUnconfirmed() && session.startedAt() > active.startedAt());
  }

  /** Whether the newest handshake of this device's own has waited for less than a day. */
  boolean isOffering(long now) {
    Session offer = offer();
    Session newest = offer == null ? active() : offer;
    return newest != null
        && newest.isUnconfirmed()
        && Age.isWithin(OFFER_STANDS, newest.startedAt(), now);
  }

  /** When an offer begins: after the active session, whatever the clock says. */
  long offerTime(long now) {
    Session active = active();
    return active == null ? now : Math.max(now, active.startedAt() + 1);
  }

  /**
   * Whether the peer's own rules want a handshake without a link (docs/E2EE.md §2.4): the newest
   * session that it began is due, and it cannot know of any that this device has.
   *
   * @param sentAt when the handshake was sent, by the server's word
   */
  boolean expectsRenewalWithoutLink(long sentAt) {
    Session newest = find(session -> !session.hasSent());
    return newest != null
        && newest.isDueAtPeer(sentAt)
        && sessions.stream().noneMatch(session -> mayBeLinkedTo(session, sentAt));
  }

  /** Whether the peer may have had an answer in a session, and still keeps it. */
  private boolean mayBeLinkedTo(Session session, long sentAt) {
    return session.hasSent()
        && sessions.stream().noneMatch(later -> later.hasOutlivedAtPeer(session, sentAt));
  }

  /**
   * Counts a reset.
   *
   * @throws OpenRejectedException with {@link OpenFault#TOO_MANY_RESETS} on the fifth in a day
   */
  void countReset(long now) {
    if (resets.size() >= MAX_RESETS) {
      throw new OpenRejectedException(
          OpenFault.TOO_MANY_RESETS, "resets: " + MAX_RESETS + " today (expected: fewer)");
    }
    resets.add(now);
  }

  /** Makes a session of this device's own the active one. */
  void addActive(Session fresh, long now) {
    sessions.forEach(session -> session.retire(now));
    sessions.addFirst(fresh);
    dropOldest();
  }

  /**
   * Adds a session that the peer began: it becomes the active one, unless it crossed with one that
   * this device began and has the larger id. A handshake that continues that very session did not
   * cross it.
   *
   * @param previous the session that it continues, or null
   */
  void addAccepted(Session fresh, @Nullable Session previous, long now) {
    Session active = active();
    if (active != null && active != previous && active.wins(fresh)) {
      fresh.retire(now);
      sessions.add(1, fresh);
      dropOldest();
    } else {
      addActive(fresh, now);
    }
  }

  /** Puts a session of this device's own beside the active one, until the peer answers in it. */
  void addOffer(Session fresh, long now) {
    if (active() == null) {
      addActive(fresh, now);
    } else {
      fresh.retire(now);
      sessions.add(1, fresh);
      dropOldest();
    }
  }

  /** The peer has answered in a session for the first time: what was offered becomes active. */
  void answered(Session session, long now) {
    Session active = active();
    if (active != null && session.startedAt() > active.startedAt()) {
      activate(session, now);
    }
  }

  /**
   * The peer could not read something. Where handshakes crossed and this device's own had the
   * smaller id, it is that one which the peer may not have read: the peer's becomes active.
   */
  void giveWay(long now) {
    Session active = active();
    Session known = confirmed();
    if (active != null
        && known != null
        && active.isUnconfirmed()
        && known.startedAt() >= active.startedAt()) {
      activate(known, now);
    }
  }

  private void activate(Session session, long now) {
    sessions.remove(session);
    session.revive();
    addActive(session, now);
  }

  private void dropOldest() {
    while (sessions.size() > MAX_SESSIONS) {
      sessions.removeLast().close();
    }
  }

  @Override
  public void close() {
    sessions.forEach(Session::close);
  }
}
