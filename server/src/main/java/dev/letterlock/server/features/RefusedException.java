package dev.letterlock.server.features;

import dev.letterlock.crypto.primitive.KeyRejectedException;

/** A use case refused; nothing was changed. Carries no stack trace, as it is an answer. */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Refusal refusal;
  private final long retryAfterMillis;

  /**
   * @param detail for the caller, {@code name: value (expected: …)}; no secret
   */
  public RefusedException(Refusal refusal, String detail) {
    this(refusal, detail, 0);
  }

  private RefusedException(Refusal refusal, String detail, long retryAfterMillis) {
    super(detail, null, false, false);
    this.refusal = refusal;
    this.retryAfterMillis = retryAfterMillis;
  }

  static RefusedException rateLimited(long retryAfterMillis) {
    return new RefusedException(
        Refusal.RATE_LIMITED, "requests: too many (expected: fewer)", retryAfterMillis);
  }

  /** The answer to key material that was rejected; its text names the fault and no bytes. */
  public static RefusedException of(KeyRejectedException rejected) {
    String text = rejected.getMessage();
    return new RefusedException(
        Refusal.KEY_REJECTED, text == null ? rejected.fault().name() : text);
  }

  public Refusal refusal() {
    return refusal;
  }

  /** When to try again, in milliseconds; 0 if the same would be refused again. */
  public long retryAfterMillis() {
    return retryAfterMillis;
  }

  /** Never null. */
  public String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
