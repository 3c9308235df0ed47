package dev.letterlock.client.messenger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something cannot be done; the message is a sentence for the person who asked for it, and {@link
 * #reason} for the program.
 */
public final class MessengerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** See {@link #account}. */
  private final @Nullable String account;

  /**
   * A rule forbids it: {@link Reason#REFUSED}.
   *
   * @param sentence for the person
   */
  public MessengerException(String sentence) {
    this(Reason.REFUSED, sentence, null, null);
  }

  /**
   * A rule forbids it: {@link Reason#REFUSED}.
   *
   * @param sentence for the person
   * @param cause for a log, or null
   */
  public MessengerException(String sentence, @Nullable Throwable cause) {
    this(Reason.REFUSED, sentence, null, cause);
  }

  /**
   * With all that is known.
   *
   * @param reason for the program
   * @param sentence for the person
   * @param account name of the account that it is about, or null
   * @param cause for a log, or null
   */
  public MessengerException(
      Reason reason, String sentence, @Nullable String account, @Nullable Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
    this.account = account;
  }

  static MessengerException ofUnfinished() {
    return new MessengerException(
        Reason.UNFINISHED,
        "Signing up was not finished: sign up again, with the same name and password.",
        null,
        null);
  }

  static MessengerException ofAwaitingAdmission() {
    return new MessengerException(
        Reason.AWAITING_ADMISSION,
        "This device waits to be admitted by one that holds the key of its account, such as the"
            + " first.",
        null,
        null);
  }

  /**
   * The same with more words.
   *
   * @param sentence what else the person should know
   * @return an exception whose cause this one is
   */
  public MessengerException and(String sentence) {
    return new MessengerException(reason, getMessage() + " " + sentence, account, this);
  }

  /**
   * Why it cannot be done.
   *
   * @return what a program can tell apart
   */
  public Reason reason() {
    return reason;
  }

  /**
   * Whom it is about, such as whose key has changed.
   *
   * @return the name of an account, or empty if it is about none
   */
  public Optional<String> account() {
    return Optional.ofNullable(account);
  }
}
