package dev.letterlock.storage.blob;

/** A part that cannot be added to its upload; nothing of it was kept. */
public final class MisplacedPartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Why why;
  private final long stored;

  /** What is wrong with it. */
  public enum Why {
    /** The upload ends elsewhere. */
    OTHER_OFFSET,
    /** Another part is being added just now. */
    BUSY,
    /** It goes beyond the end of the upload. */
    TOO_LONG
  }

  /**
   * @param stored how much of the upload is there, in bytes
   */
  public MisplacedPartException(Why why, long stored) {
    super("part: " + why + " (expected: at " + stored + ")", null, false, false);
    this.why = why;
    this.stored = stored;
  }

  public Why why() {
    return why;
  }

  public long stored() {
    return stored;
  }
}
