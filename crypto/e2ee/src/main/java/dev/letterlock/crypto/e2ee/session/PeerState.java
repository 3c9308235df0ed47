package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * All that this device keeps about one device of a user: its certificate, whether it ever spoke
 * suite 2, the sessions with their secrets, and the resets of the last day (docs/E2EE.md §2.4 and
 * §2.5). A value that never changes: {@link PairwiseSessions} makes the next one, which shares no
 * secret with this one. Safe for any thread until closed.
 */
public final class PeerState implements AutoCloseable {

  private final SecretBytes encoded;

  private PeerState(SecretBytes encoded) {
    this.encoded = encoded;
  }

  /** Of a device that this one has never met. */
  public static PeerState unknown(UUID user, int device) {
    try (PeerSessions sessions = PeerSessions.unknown(user, device)) {
      return of(sessions);
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws dev.letterlock.crypto.e2ee.state.StateRejectedException if it is damaged
   */
  public static PeerState decode(E1 e1, byte[] encoded) {
    PeerSessions.read(e1, encoded).close();
    return new PeerState(SecretBytes.copyOf(encoded));
  }

  static PeerState of(PeerSessions sessions) {
    return new PeerState(sessions.encode());
  }

  /**
   * Everything, secrets too, for an encrypted key store: about 200 bytes, 320 a session, in suite 2
   * 1,138 more until its first reply, and 44 for each skipped key.
   */
  public byte[] encode() {
    return encoded.revealCopy();
  }

  /** The device as it was last trusted, or none if it was never met. */
  public Optional<TrustedDevice> device(E1 e1) {
    try (PeerSessions sessions = open(e1)) {
      return Optional.ofNullable(sessions.device());
    }
  }

  /**
   * The same device without sessions, for a key store that was rolled back: it still knows that the
   * device spoke suite 2, and its resets of the last day.
   */
  public PeerState withoutSessions(E1 e1) {
    try (PeerSessions sessions = open(e1)) {
      sessions.dropAll();
      return of(sessions);
    }
  }

  /** A working copy, the caller's to close. */
  PeerSessions open(E1 e1) {
    byte[] copy = encoded.revealCopy();
    try {
      return PeerSessions.read(e1, copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  @Override
  public void close() {
    encoded.close();
  }

  @Override
  public String toString() {
    return "PeerState[" + encoded.size() + "]";
  }
}
