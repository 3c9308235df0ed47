package dev.letterlock.crypto.e2ee.prekey;

/**
 * Why a pre-key bundle was refused although its parts are well formed and signed (docs/E2EE.md
 * §2.3).
 */
public enum BundleFault {
  /** It is of another device, or of another registration of it, than the list names. */
  WRONG_DEVICE("The server handed out keys of another device than the one asked for."),
  /** Its signed pre-key is older than 30 days. */
  SIGNED_PRE_KEY_TOO_OLD("The server handed out a key that its owner has long replaced."),
  /** Its last-resort KEM pre-key is older than 30 days. */
  KEM_PRE_KEY_TOO_OLD("The server handed out a key that its owner has long replaced."),
  /** Both devices speak suite 2, and there is no KEM pre-key. */
  KEM_PRE_KEY_MISSING("The server left out the key that protects against quantum computers."),
  /** The device spoke suite 2 before and now claims suite 1. */
  SUITE_DOWNGRADE("The device suddenly offers weaker protection than before.");

  private final String explanation;

  BundleFault(String explanation) {
    this.explanation = explanation;
  }

  /** One English sentence for the person whose message was not sent. */
  public String explanation() {
    return explanation;
  }
}
