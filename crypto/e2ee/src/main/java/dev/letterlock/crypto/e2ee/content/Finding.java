package dev.letterlock.crypto.e2ee.content;

/**
 * Something that the receiver has to act on although the message itself is good (docs/E2EE.md
 * §2.6).
 */
public sealed interface Finding {

  /** Which of the two views of the header. */
  enum Chain {
    AUTHOR_LIST,
    AUXILIARY
  }

  /**
   * Alarm: the author sees another list or state under the same version, so the server shows people
   * different things. Tell the user; keep both as evidence.
   */
  record SplitView(Chain chain, ListView stated) implements Finding {}

  /** The author sees something newer: fetch and verify it, then compare again. */
  record NewerView(Chain chain, ListView stated) implements Finding {}

  /** These messages of the author have not come. */
  record Missing(SequenceTrack.Range numbers) implements Finding {}

  /** Alarm: the author's device used a number twice, as one that was set back or copied does. */
  record RepeatedNumber(long number) implements Finding {}
}
