package dev.letterlock.loadtest.ledger;

/** A promise of docs/PROTOCOL.md §1 that was broken. */
public enum Violation {
  /** Accepted for a device, and never shown there. */
  LOST("accepted and lost"),
  /** Shown by one device more than once. */
  SHOWN_TWICE("shown twice"),
  /** Not at the next place of its inbox, or behind a message that its sender had accepted later. */
  OUT_OF_ORDER("out of order"),
  /** A receipt said less than one of an earlier session of the device. */
  RECEIPT_BACKWARDS("receipts went backwards"),
  /** One one-time pre-key for two requests. */
  PRE_KEY_TWICE("one-time pre-keys handed out twice"),
  /**
   * Shown with other bytes, another sender or another time than was handed in and answered, or
   * where it was not addressed, or without ever having been handed in; or answered in two ways.
   */
  ALTERED("altered");

  private final String words;

  Violation(String words) {
    this.words = words;
  }

  /** In words for a table. */
  public String words() {
    return words;
  }
}
