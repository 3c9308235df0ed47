package dev.letterlock.protocol;

/**
 * The bits of the flags byte of the frames in which a device says what it has stored: Hello and Ack
 * (docs/PROTOCOL.md §3.8).
 */
public final class StoredFlags {
  /** Bit 0: no delivered receipt is made of what these frames confirm. */
  public static final int SILENT = 0b1;

  private StoredFlags() {}

  /** The bits for a silent mark. */
  public static int of(boolean silent) {
    return silent ? SILENT : 0;
  }
}
