package dev.letterlock.storage.inbox.local.disk;

/** In which state the log of a directory was found. */
public enum LogTail {
  /** Every record of the log was whole. */
  WHOLE,
  /** The log ended in a record that was cut short or damaged, and was cut there. */
  CUT
}
