package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Messages that wait for a person's word, in the order in which they came; one transaction. */
public record Unopened(Transaction step) {

  /** More are not kept. */
  static final int MOST = 500;

  /** More of one account are not, so that it leaves room for others. */
  static final int MOST_OF_ONE = 100;

  private static final int LETTER = 6;

  /**
   * Keeps a message behind all others.
   *
   * @return false if there are too many
   */
  public boolean keep(KeptLetter letter) {
    List<RecordKey> kept = keys();
    if (kept.size() >= MOST || isFull(kept, letter.sender().user())) {
      return false;
    }
    long order = kept.isEmpty() ? 1 : order(kept.getLast()) + 1;
    step.write(Place.of(Shelf.PIN, LETTER, order), letter.encode());
    return true;
  }

  private boolean isFull(List<RecordKey> kept, UserId author) {
    return kept.size() >= MOST_OF_ONE
        && kept.stream()
                .flatMap(key -> step.read(key, KeptLetter::decode).stream())
                .filter(letter -> letter.sender().user().equals(author))
                .count()
            >= MOST_OF_ONE;
  }

  /** What is kept, by the place that {@link #remove} takes, oldest first. */
  public SortedMap<Long, KeptLetter> all() {
    SortedMap<Long, KeptLetter> letters = new TreeMap<>();
    for (RecordKey key : keys()) {
      step.read(key, KeptLetter::decode).ifPresent(letter -> letters.put(order(key), letter));
    }
    return letters;
  }

  public void remove(long order) {
    step.remove(Place.of(Shelf.PIN, LETTER, order));
  }

  private List<RecordKey> keys() {
    return step.keys(Shelf.PIN).stream().filter(Unopened::isLetter).toList();
  }

  /** An earlier program kept something else under the same kind and a user's id. */
  private static boolean isLetter(RecordKey key) {
    return Place.kind(key) == LETTER && key.id().size() == 1 + Long.BYTES;
  }

  private static long order(RecordKey key) {
    return ByteBuffer.wrap(key.id().toByteArray()).getLong(1);
  }
}
