package dev.letterlock.client.messenger.desk;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.Reason;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came, or would have to be used, breaks a rule of docs/E2EE.md; nothing has changed. The
 * message is a sentence for a person.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Remedy remedy;
  private final Reason reason;

  /** Name of the account that it is about, or null. */
  private final @Nullable String account;

  /** What can make the same possible after all. */
  public enum Remedy {
    NOTHING,
    /** A person acknowledges a key change. */
    ACKNOWLEDGEMENT,
    /** The other one's device publishes what is missing. */
    TIME
  }

  private RefusedException(
      Remedy remedy,
      Reason reason,
      String sentence,
      @Nullable String account,
      @Nullable Throwable cause) {
    super(sentence, cause);
    this.remedy = remedy;
    this.reason = reason;
    this.account = account;
  }

  public RefusedException(String sentence, Throwable cause) {
    this(Remedy.NOTHING, Reason.REFUSED, sentence, null, cause);
  }

  public RefusedException(String sentence) {
    this(Reason.REFUSED, sentence, null, null);
  }

  /**
   * For good.
   *
   * @param account name of the one that it is about, or null
   */
  public RefusedException(
      Reason reason, String sentence, @Nullable String account, @Nullable Throwable cause) {
    this(Remedy.NOTHING, reason, sentence, account, cause);
  }

  /** For now. */
  public static RefusedException forNow(String sentence) {
    return new RefusedException(Remedy.TIME, Reason.REFUSED, sentence, null, null);
  }

  /** A person's word is missing about the changed key of somebody. */
  public static RefusedException awaitingWord(String account, String sentence) {
    return new RefusedException(
        Remedy.ACKNOWLEDGEMENT, Reason.KEY_CHANGED, sentence, account, null);
  }

  public Remedy remedy() {
    return remedy;
  }

  public Reason reason() {
    return reason;
  }

  public @Nullable String account() {
    return account;
  }

  /** Never empty, unlike that of a Throwable. */
  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** What a person is told of it, in a sentence that may begin otherwise. */
  public Notice asNotice(@Nullable UUID conversation, String told) {
    Kind kind = remedy == Remedy.ACKNOWLEDGEMENT ? Kind.AWAITS_WORD : Kind.REFUSED;
    return Notice.of(kind, conversation, told).about(account);
  }
}
