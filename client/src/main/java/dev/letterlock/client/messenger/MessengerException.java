package dev.letterlock.client.messenger;

import org.jspecify.annotations.Nullable;

/** Something cannot be done; the message is a sentence for the person who asked for it. */
public final class MessengerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** See {@link #isUnfinished}. */
  private final boolean unfinished;

  /** See {@link #isAwaitingAdmission}. */
  private final boolean awaitingAdmission;

  /**
   * Without a cause.
   *
   * @param sentence for the person
   */
  public MessengerException(String sentence) {
    this(sentence, null);
  }

  /**
   * With a cause.
   *
   * @param sentence for the person
   * @param cause for a log, or null
   */
  public MessengerException(String sentence, @Nullable Throwable cause) {
    this(sentence, cause, false, false);
  }

  private MessengerException(
      String sentence, @Nullable Throwable cause, boolean unfinished, boolean awaitingAdmission) {
    super(sentence, cause);
    this.unfinished = unfinished;
    this.awaitingAdmission = awaitingAdmission;
  }

  static MessengerException ofUnfinished() {
    return new MessengerException(
        "Signing up was not finished: sign up again, with the same name and password.",
        null,
        true,
        false);
  }

  static MessengerException ofAwaitingAdmission() {
    return new MessengerException(
        "This device waits to be admitted by the first one of its account.", null, false, true);
  }

  /**
   * Whether a profile cannot be used because signing up was cut off; {@link Messenger#signUp} with
   * the same name and password finishes that.
   *
   * @return false for all other reasons
   */
  public boolean isUnfinished() {
    return unfinished;
  }

  /**
   * Whether a profile cannot be used because its device was not admitted yet; {@link
   * Messenger#requestDevice} with the same name goes on with that.
   *
   * @return false for all other reasons
   */
  public boolean isAwaitingAdmission() {
    return awaitingAdmission;
  }
}
