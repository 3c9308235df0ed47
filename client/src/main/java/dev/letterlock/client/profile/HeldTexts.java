package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Texts that wait for the introduction of their conversation, within one transaction. */
public record HeldTexts(Transaction step) {

  /** More than this many are not kept. */
  private static final int MOST = 500;

  private static final int HELD = 5; // 4 was of another form

  /** Keeps one; false if there are too many. */
  public boolean hold(KeptLetter text) {
    boolean room = keys().size() < MOST;
    if (room) {
      step.write(key(text), text.encode());
    }
    return room;
  }

  /** Everything that waits. */
  public List<KeptLetter> all() {
    return read(keys());
  }

  /** Gives one up. */
  public void drop(KeptLetter text) {
    step.remove(key(text));
  }

  /** Takes out what waits for this conversation, oldest first. */
  public List<KeptLetter> take(UUID conversation) {
    List<RecordKey> keys =
        keys().stream().filter(key -> Place.id(key).equals(conversation)).toList();
    List<KeptLetter> taken = read(keys);
    keys.forEach(step::remove);
    return taken;
  }

  private List<KeptLetter> read(List<RecordKey> keys) {
    return keys.stream()
        .flatMap(key -> step.read(key, KeptLetter::decode).stream())
        .sorted(Comparator.comparingLong(KeptLetter::time))
        .toList();
  }

  private static RecordKey key(KeptLetter text) {
    return Place.of(Shelf.CONVERSATION, HELD, text.conversation(), text.message());
  }

  private List<RecordKey> keys() {
    return step.keys(Shelf.CONVERSATION).stream().filter(key -> Place.kind(key) == HELD).toList();
  }
}
