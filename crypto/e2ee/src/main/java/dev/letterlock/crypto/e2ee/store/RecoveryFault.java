package dev.letterlock.crypto.e2ee.store;

/** Why a recovery file gives no account key (docs/E2EE.md §2.2). */
public enum RecoveryFault {
  /** No file of this kind. */
  NOT_A_RECOVERY_FILE("That is not a recovery file of Letterlock."),
  /** Shorter than 125 bytes, or longer. */
  BAD_LENGTH(
      "The recovery file is damaged: some of it is missing, or it has more than belongs to it. Take"
          + " another copy of it."),
  /** Written by a newer program. */
  BAD_VERSION("The recovery file was written by a newer program: use that."),
  /** It names a cost that no program of ours would have chosen. */
  TOO_COSTLY("The recovery file is damaged. Take another copy of it."),
  /** The memory that it names is not to be had. */
  NO_MEMORY("There is not enough memory here for the recovery file: end other programs first."),
  /** Another passphrase, or changed bytes: nobody can tell these apart. */
  NOT_OPENED("The passphrase of the recovery file is wrong, or the file is damaged.");

  private final String explanation;

  RecoveryFault(String explanation) {
    this.explanation = explanation;
  }

  /** One English sentence for a person, or two. */
  public String explanation() {
    return explanation;
  }
}
