package dev.letterlock.crypto.e2ee.state;

/** Why stored state was refused (docs/E2EE.md §4); it is damaged or of a newer program. */
public enum StateFault {
  /** Too few, too many or leftover bytes, or a count above its limit. */
  BAD_LENGTH,
  /** A format of another version. */
  BAD_VERSION,
  /** A field that no such state can hold. */
  BAD_VALUE
}
