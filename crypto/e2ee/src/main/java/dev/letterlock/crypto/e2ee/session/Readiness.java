package dev.letterlock.crypto.e2ee.session;

/** What is to be done before the next message to a device (docs/E2EE.md §2.4). */
public enum Readiness {
  /** No session: claim a bundle and {@link PairwiseSessions#start} one. */
  NO_SESSION,
  /**
   * Claim a bundle and {@link PairwiseSessions#start} a linked session, as docs/E2EE.md §2.4 wants
   * it now and then; if there is no bundle to be had, the old session still works.
   */
  HANDSHAKE_DUE,
  /** Nothing. */
  READY
}
