package dev.letterlock.loadtest.report;

/** What a run comes to, in a sentence for people and as an exit code for programs. */
public enum Verdict {
  /** Every accepted message arrived as it should. */
  ARRIVED(0, "Every accepted message arrived once, in order and readable."),

  /** No messages were meant to be sent, and every session did what it should. */
  STAYED(0, "No session broke."),

  /** An accepted message did not arrive as it should. */
  HARMED(1, "FAILED: messages were lost, duplicated, reordered or damaged."),

  /** A session ended that should not have. */
  BROKE(1, "FAILED: sessions broke."),

  /** Of what the server holds, something grows without end. */
  GREW(1, "FAILED: what the server holds kept growing."),

  /** Under faults: everything that was promised was kept. */
  KEPT(0, "Every promise was kept."),

  /** Under faults: something that was promised was not kept. */
  BROKEN(1, "FAILED: a promise was broken."),

  /** Under faults: the server did not come back, or not all that waited. */
  AWAY(1, "FAILED: the server did not recover from a fault."),

  /** The server went away in the middle, and said so before. */
  LEFT(69, "CUT SHORT: the server told its clients to go away, so the figures end there."),

  /** There was nothing to judge. */
  NOTHING(3, "FAILED: not one message was accepted, so nothing was measured.");

  private final int exitCode;
  private final String sentence;

  Verdict(int exitCode, String sentence) {
    this.exitCode = exitCode;
    this.sentence = sentence;
  }

  public int exitCode() {
    return exitCode;
  }

  public String sentence() {
    return sentence;
  }
}
