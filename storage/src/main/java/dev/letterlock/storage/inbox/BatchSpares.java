package dev.letterlock.storage.inbox;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Entries that no batch holds at present. Batches differ in size from turn to turn: what a large
 * one has needed serves the next large one, whichever that is. Shared by the batches of a process;
 * thread-safe.
 */
public final class BatchSpares {
  private final Shelf<Submission> submissions = new Shelf<>(Submission::new);
  private final Shelf<AckEntry> acks = new Shelf<>(AckEntry::new);

  Shelf<Submission> submissions() {
    return submissions;
  }

  Shelf<AckEntry> acks() {
    return acks;
  }

  /** Spare entries of one kind; moved several at a time. */
  static final class Shelf<T> {
    private static final int AT_ONCE = 8;
    private static final int MOST = 8192;

    private final ArrayDeque<T> spare = new ArrayDeque<>();
    private final Supplier<T> maker;

    Shelf(Supplier<T> maker) {
      this.maker = maker;
    }

    /** Adds entries to the list, at least one. */
    void addTo(List<T> entries) {
      int before = entries.size();
      synchronized (spare) {
        for (int i = 0; i < AT_ONCE && !spare.isEmpty(); i++) {
          entries.add(spare.removeLast());
        }
      }
      if (entries.size() == before) {
        entries.add(maker.get());
      }
    }

    /** Takes back what the list holds beyond a few. */
    void takeFrom(List<T> entries) {
      if (entries.size() <= AT_ONCE) {
        return;
      }
      synchronized (spare) {
        while (entries.size() > AT_ONCE) {
          T entry = entries.removeLast();
          if (spare.size() < MOST) {
            spare.addLast(entry);
          }
        }
      }
    }
  }
}
