package dev.letterlock.crypto.e2ee.trust;

/** Why a device is not believed to be its user's (docs/E2EE.md §2.2). */
public enum TrustFault {
  /** The pinned list does not name this certificate. */
  NOT_LISTED("This device is not on its owner's list of devices."),
  /** The account key has changed, and the person has not acknowledged it yet. */
  KEY_CHANGE_UNACKNOWLEDGED("This person's account key has changed and waits for your word.");

  private final String explanation;

  TrustFault(String explanation) {
    this.explanation = explanation;
  }

  /** One English sentence for the person who is refused. */
  public String explanation() {
    return explanation;
  }
}
