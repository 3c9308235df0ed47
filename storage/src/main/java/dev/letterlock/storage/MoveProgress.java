package dev.letterlock.storage;

/** Is told how far a move has come. */
@FunctionalInterface
public interface MoveProgress {
  /**
   * So many are done.
   *
   * @param what in one word, for people
   * @throws RuntimeException to end the move here; it can be taken up again
   */
  void at(String what, long done, long of);
}
