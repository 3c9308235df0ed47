package dev.letterlock.storage.inbox.local.disk;

/** The two key spaces of the database; a batch writes to both at once or to none. */
public enum Table {
  /** Everything that is young or small. */
  STATE,
  /** Envelopes whose devices have not come for them for a while. */
  ENTRIES
}
