package dev.letterlock.crypto.e2ee.attachment;

/**
 * Why an attachment is refused (docs/E2EE.md §2.11). For the log and the screen of the end that
 * holds the key only.
 */
public enum AttachmentFault {
  /** The pointer has too few bytes, too many, or a thumbnail beyond its limit. */
  BAD_POINTER("What the message says about its file is not whole. Ask for the file once more."),
  /** The pointer's media type is not one. */
  BAD_MEDIA_TYPE("The message does not say properly what kind of file it brings. It is refused."),
  /** The pointer names more than 16 GiB. */
  TOO_LARGE("The file is larger than any that may be sent."),
  /** The blob has not the size that follows from the pointer. */
  WRONG_LENGTH(
      "The file on the server is cut short or has more than belongs to it. Nothing of it was"
          + " kept; ask for it to be sent once more."),
  /** The blob is not the one that the sender sealed. */
  WRONG_DIGEST(
      "The file on the server is not the one that was sent. Nothing of it was kept; ask for it to"
          + " be sent once more."),
  /** A chunk does not open: the sender gave another key, or did not seal it as others do. */
  NOT_AUTHENTIC(
      "The file does not open with the key that came with it. Nothing of it was kept; ask for it"
          + " to be sent once more."),
  /** The last chunk is not marked as the last. */
  TRUNCATED("The file ends too early. Nothing of it was kept; ask for it to be sent once more."),
  /** A chunk before the last is marked as the last, or with a mark that is not used. */
  MISPLACED_END(
      "The file goes on behind its end. Nothing of it was kept; ask for it to be sent once more."),
  /** Something else than zeros stands between the true size and the padded one. */
  BAD_PADDING(
      "The file is longer than the message says. Nothing of it was kept; ask for it to be sent once"
          + " more.");

  private final String explanation;

  AttachmentFault(String explanation) {
    this.explanation = explanation;
  }

  /** One English sentence for a person, or two. */
  public String explanation() {
    return explanation;
  }
}
