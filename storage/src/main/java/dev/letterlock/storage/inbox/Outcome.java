package dev.letterlock.storage.inbox;

/** What became of a {@link Submission}. */
public enum Outcome {
  /** Every target that has a seq holds it, as durably as promised; the others are full. */
  STORED,
  /** The same id and content was stored before: time and full devices are those of then. */
  ALREADY_STORED,
  /** The id was used before with other content; nothing is stored. */
  CONFLICT,
  /** No device of the recipient had room; nothing is stored and nothing remembered. */
  INBOX_FULL,
  /** A look-up alone: the id is not known. */
  UNKNOWN,
  /** The write failed or its fate is not known: nothing is visible, resubmit later. */
  UNAVAILABLE
}
