package dev.letterlock.crypto.e2ee;

/**
 * Why something sealed stays shut. For the log of the end that holds the keys only: no answer on
 * the wire may tell these apart (docs/E2EE.md §4, "Constant time").
 */
public enum OpenFault {
  /** Not one of the legal lengths. */
  BAD_LENGTH,
  /** Another version than 1. */
  BAD_VERSION,
  /** A public key inside is malformed or of low order. */
  BAD_KEY,
  /** A record of another session or sender, or of one that is no longer kept. */
  WRONG_SESSION,
  /** Its key was used or dropped before, or never existed: a replay, or too old. */
  NO_MESSAGE_KEY,
  /** It would need more message keys to be skipped than docs/E2EE.md §2.5 allows. */
  TOO_FAR_AHEAD,
  /** A handshake over a pre-key that this device no longer has or never had. */
  UNKNOWN_PRE_KEY,
  /** A handshake without a one-time key whose ephemeral key came before. */
  REPLAYED_HANDSHAKE,
  /** A handshake of another suite than the stronger that both certificates name. */
  SUITE_REFUSED,
  /** Of a device that had a certificate of the stronger suite and now has one of the weaker. */
  SUITE_DOWNGRADE,
  /** A handshake that claims to continue a session that this device does not have. */
  UNKNOWN_LINK,
  /** The fifth reset by one device within a day. */
  TOO_MANY_RESETS,
  /** The slice was sealed under another key than the one given. */
  BAD_COMMITMENT,
  /** Not authentic. */
  BAD_TAG,
  /** Authentic, but not padded by ISO 7816-4. */
  BAD_PADDING
}
