package dev.letterlock.crypto.e2ee.store;

/** Whether a vault is an older copy of one that has gone on since (docs/E2EE.md §4). */
public enum Restored {
  /** It is the newest, as far as its witness knows. */
  NO,
  /**
   * Nothing is left that tells: the witness is lost, as with the disk of which this is a backup.
   */
  PERHAPS,
  /** Its witness has seen more than it holds. */
  YES;

  /** Whether it has to be accepted before anything is committed. */
  public boolean isPossible() {
    return this != NO;
  }
}
