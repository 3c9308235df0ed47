package dev.letterlock.client.messenger.desk;

/**
 * What came, or would have to be used, breaks a rule of docs/E2EE.md; nothing has changed. The
 * message is a sentence for a person.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Remedy remedy;

  /** What can make the same possible after all. */
  public enum Remedy {
    NOTHING,
    /** A person acknowledges a key change. */
    ACKNOWLEDGEMENT,
    /** The other one's device publishes what is missing. */
    TIME
  }

  public RefusedException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.remedy = Remedy.NOTHING;
  }

  public RefusedException(String sentence, Remedy remedy) {
    super(sentence);
    this.remedy = remedy;
  }

  public RefusedException(String sentence) {
    this(sentence, Remedy.NOTHING);
  }

  public Remedy remedy() {
    return remedy;
  }

  /** Never empty, unlike that of a Throwable. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
