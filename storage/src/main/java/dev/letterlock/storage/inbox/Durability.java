package dev.letterlock.storage.inbox;

/** What STORED promises (the contract table of the README). */
public enum Durability {
  /** Synced to disk before the answer. */
  SYNC,
  /** Survives the death of any process; a power loss may take the last seconds. */
  RELAXED
}
