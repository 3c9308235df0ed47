package dev.letterlock.crypto.e2ee.ratchet;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Message keys that were skipped and may still be asked for, oldest first: docs/E2EE.md §2.5,
 * "Limits". Found by public values only. Owns the keys.
 */
final class StoredKeys implements AutoCloseable {

  private final Deque<Chain> chains = new ArrayDeque<>();
  private int size;

  static StoredKeys read(StateReader in) {
    StoredKeys keys = new StoredKeys();
    for (int left = in.count8(Ratchet.MAX_CHAINS); left > 0; left--) {
      Chain chain = new Chain(in.agreementKey(), new LinkedHashMap<>());
      int entries = in.count16(Ratchet.MAX_STORED - keys.size);
      for (int i = 0; i < entries; i++) {
        int count = in.u32();
        chain.entries.put(count, new Entry(in.u64(), in.secret()));
      }
      if (entries == 0 || chain.entries.size() != entries) {
        throw in.badValue("stored keys: none or one twice (expected: each once)");
      }
      keys.size += entries;
      keys.chains.add(chain);
    }
    return keys;
  }

  void write(StateWriter out) {
    out.u8(chains.size());
    for (Chain chain : chains) {
      out.value(chain.dh).u16(chain.entries.size());
      chain.entries.forEach((count, entry) -> out.u32(count).u64(entry.storedAt).secret(entry.key));
    }
  }

  int size() {
    return size;
  }

  /** Keeps the key of message {@code count}, at the expense of the oldest if there are too many. */
  void put(X25519PublicKey dh, int count, SecretBytes key, long now) {
    while (size >= Ratchet.MAX_STORED) {
      removeOldest();
    }
    Chain newest = chains.peekLast();
    if (newest == null || !newest.dh.equals(dh)) {
      newest = new Chain(dh, new LinkedHashMap<>());
      chains.add(newest);
    }
    newest.entries.put(count, new Entry(now, key));
    size++;
  }

  /** Removes and hands over the key of a message, or null if it is not here. */
  @Nullable SecretBytes take(X25519PublicKey dh, int count) {
    for (Chain chain : chains) {
      Entry entry = chain.dh.equals(dh) ? chain.entries.remove(count) : null;
      if (entry != null) {
        size--;
        chains.removeIf(each -> each.entries.isEmpty());
        return entry.key;
      }
    }
    return null;
  }

  /** Drops what was stored before {@code time}; false if there was nothing. */
  boolean dropBefore(long time) {
    int before = size;
    for (Chain chain : chains) {
      Iterator<Entry> entries = chain.entries.values().iterator();
      while (entries.hasNext()) {
        Entry entry = entries.next();
        if (entry.storedAt < time) {
          entry.key.close();
          entries.remove();
          size--;
        }
      }
    }
    chains.removeIf(chain -> chain.entries.isEmpty());
    return size < before;
  }

  /** Drops the keys of all but the newest chains. */
  void keepChains(int most) {
    while (chains.size() > most) {
      Chain oldest = chains.removeFirst();
      size -= oldest.entries.size();
      oldest.entries.values().forEach(entry -> entry.key.close());
    }
  }

  private void removeOldest() {
    Chain oldest = chains.getFirst();
    Iterator<Entry> entries = oldest.entries.values().iterator();
    entries.next().key.close();
    entries.remove();
    size--;
    if (oldest.entries.isEmpty()) {
      chains.removeFirst();
    }
  }

  @Override
  public void close() {
    chains.forEach(chain -> chain.entries.values().forEach(entry -> entry.key.close()));
  }

  private record Chain(X25519PublicKey dh, Map<Integer, Entry> entries) {}

  /**
   * @param storedAt milliseconds since 1970
   */
  private record Entry(long storedAt, SecretBytes key) {}
}
