package dev.letterlock.storage.inbox;

/** Learns that a batch has been committed or has failed. */
@FunctionalInterface
public interface BatchListener {
  /**
   * Called once per submitted batch, on the engine's commit thread, which must not be held up; the
   * batch, its arena and its outcomes belong to the listener's side from now on.
   */
  void committed(InboxBatch batch);
}
