package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Since when kept letters wait, within one transaction. By this device's clock: the time of a
 * letter is the server's word, and says nothing of when it came.
 */
public record Waits(Transaction step) {

  private static final int WAIT = 5;

  public Optional<Wait> find(KeptLetter letter) {
    return step.read(key(letter), Wait::decode);
  }

  public void put(KeptLetter letter, Wait wait) {
    step.write(key(letter), wait.encode());
  }

  /** Forgets what waits no longer. */
  public void keepOnly(Collection<KeptLetter> waiting) {
    Set<RecordKey> keys = new HashSet<>();
    waiting.forEach(letter -> keys.add(key(letter)));
    step.keys(Shelf.SETTING).stream()
        .filter(key -> Place.kind(key) == WAIT && !keys.contains(key))
        .forEach(step::remove);
  }

  private static RecordKey key(KeptLetter letter) {
    return Place.of(
        Shelf.SETTING,
        WAIT,
        letter.message(),
        letter.sender().user().toUuid(),
        letter.sender().device());
  }
}
