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
  /** A record of another session or sender. */
  WRONG_SESSION,
  /** The slice was sealed under another key than the one given. */
  BAD_COMMITMENT,
  /** Not authentic. */
  BAD_TAG,
  /** Authentic, but not padded by ISO 7816-4. */
  BAD_PADDING
}
