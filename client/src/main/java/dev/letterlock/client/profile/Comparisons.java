package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import java.util.List;
import java.util.Optional;

/**
 * What has still to be compared with what others see, within one transaction: the newest for each
 * author, conversation and chain.
 */
public record Comparisons(Transaction step) {

  private static final int OPEN = 6;

  /** Adds one, unless what is there is about something newer. */
  public void add(OpenComparison open) {
    Optional<OpenComparison> before = find(open);
    boolean newest =
        before
            .filter(
                kept -> Long.compareUnsigned(kept.stated().version(), open.stated().version()) > 0)
            .isEmpty();
    if (newest) {
      put(open.told(before.isPresent() && before.get().told()));
    }
  }

  public void put(OpenComparison open) {
    step.write(key(open), open.encode());
  }

  /** What is kept under the same author, conversation and chain. */
  public Optional<OpenComparison> find(OpenComparison like) {
    return step.read(key(like), OpenComparison::decode);
  }

  public void remove(OpenComparison open) {
    step.remove(key(open));
  }

  /** All of them. */
  public List<OpenComparison> all() {
    return step.keys(Shelf.CONVERSATION).stream()
        .filter(key -> Place.kind(key) == OPEN)
        .flatMap(key -> step.read(key, OpenComparison::decode).stream())
        .toList();
  }

  private static RecordKey key(OpenComparison open) {
    int chain =
        switch (open.chain()) {
          case AUTHOR_LIST -> 0;
          case AUXILIARY -> 1;
        };
    return Place.of(Shelf.CONVERSATION, OPEN, open.conversation(), open.author(), chain);
  }
}
