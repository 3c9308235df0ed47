package dev.letterlock.client.vault;

import dev.letterlock.client.vault.VaultFile.FramePlace;
import dev.letterlock.crypto.e2ee.store.FrameBody;
import dev.letterlock.crypto.e2ee.store.FrameBody.Change;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the newest value of each record stands; values stay on disk. Not safe for more than one
 * thread.
 */
final class VaultIndex {

  private final NavigableMap<RecordKey, Entry> entries = new TreeMap<>();
  private long liveBytes;

  /** One value in a frame. */
  record Entry(FramePlace frame, Change change) {}

  /** Takes over what a frame changes. */
  void apply(FramePlace place, FrameBody body) {
    for (Change change : body.changes()) {
      Entry before =
          change.removes()
              ? entries.remove(change.key())
              : entries.put(change.key(), new Entry(place, change));
      liveBytes += size(change) - (before == null ? 0 : size(before.change()));
    }
  }

  Optional<Entry> find(RecordKey key) {
    return Optional.ofNullable(entries.get(key));
  }

  List<RecordKey> keys(Shelf shelf) {
    RecordKey first = RecordKey.of(shelf, new byte[0]);
    return entries.tailMap(first).keySet().stream().takeWhile(key -> key.shelf() == shelf).toList();
  }

  Set<RecordKey> keys() {
    return entries.keySet();
  }

  /** About as many bytes as a file without old values would have. */
  long liveBytes() {
    return liveBytes;
  }

  private static long size(Change change) {
    return change.removes() ? 0 : change.key().id().size() + change.length();
  }
}
