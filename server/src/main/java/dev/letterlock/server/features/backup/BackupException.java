package dev.letterlock.server.features.backup;

/** Something cannot be backed up or restored; the message is a sentence for the operator. */
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BackupException(String sentence) {
    super(sentence);
  }
}
