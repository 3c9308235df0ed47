package dev.letterlock.crypto.e2ee.trust;

/** What a server must never show a client of one account's device lists: docs/E2EE.md §2.10. */
public enum PinAlarm {
  /** A list older than one that was seen. */
  ROLLBACK("The server went back to an older list of this person's devices."),
  /** Two different lists of one version. */
  SPLIT_VIEW("The server shows different people different lists of this person's devices."),
  /** A list that does not continue the one before. */
  BROKEN_CHAIN("The list of this person's devices does not continue the one seen before."),
  /** One's own account under a key that the own key does not vouch for. */
  OWN_KEY_REPLACED("The server shows your own account under an identity key that is not yours.");

  private final String explanation;

  PinAlarm(String explanation) {
    this.explanation = explanation;
  }

  /** One English sentence for the person who is warned. */
  public String explanation() {
    return explanation;
  }
}
