package dev.letterlock.crypto.e2ee.store;

import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A vault that is gone when it is closed (docs/E2EE.md §4). */
public final class MemoryVault implements Vault {

  private final NavigableMap<RecordKey, SecretBytes> records = new TreeMap<>();
  private long generation;
  private boolean closed;

  @Override
  public synchronized Optional<SecretBytes> read(RecordKey key) {
    requireOpen();
    return Optional.ofNullable(records.get(key)).map(MemoryVault::copy);
  }

  @Override
  public synchronized List<RecordKey> keys(Shelf shelf) {
    requireOpen();
    return records.keySet().stream().filter(key -> key.shelf() == shelf).toList();
  }

  @Override
  public synchronized void commit(VaultChanges changes) {
    requireOpen();
    if (changes.isEmpty()) {
      return;
    }
    for (Map.Entry<RecordKey, Optional<SecretBytes>> change : changes.entries().entrySet()) {
      SecretBytes before =
          change.getValue().isPresent()
              ? records.put(change.getKey(), copy(change.getValue().get()))
              : records.remove(change.getKey());
      if (before != null) {
        before.close();
      }
    }
    generation++;
  }

  @Override
  public synchronized long generation() {
    return generation;
  }

  @Override
  public Restored restored() {
    return Restored.NO;
  }

  @Override
  public void acceptRestored(VaultChanges changes) {
    commit(changes);
  }

  @Override
  public synchronized void close() {
    closed = true;
    records.values().forEach(SecretBytes::close);
    records.clear();
  }

  private void requireOpen() {
    if (closed) {
      throw new VaultException(VaultFault.CLOSED, "vault: closed (expected: open)");
    }
  }

  private static SecretBytes copy(SecretBytes secret) {
    byte[] bytes = secret.revealCopy();
    try {
      return SecretBytes.copyOf(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
