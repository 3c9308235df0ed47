package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultChanges;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One step of the protocol over a vault: what it has written it also reads, and nothing of it is in
 * the vault before {@link #commit}. Closing without a commit forgets everything. One thread.
 */
public final class Transaction implements AutoCloseable {

  private final Vault vault;
  private final VaultChanges changes = new VaultChanges();
  private final List<Runnable> afterwards = new ArrayList<>();

  public Transaction(Vault vault) {
    this.vault = vault;
  }

  /** The record as this step sees it; the bytes given to {@code decoder} are wiped afterwards. */
  public <T> Optional<T> read(RecordKey key, Function<byte[], T> decoder) {
    Optional<SecretBytes> changed = changes.entries().get(key);
    if (changed != null) {
      return changed.map(secret -> decode(secret, decoder));
    }
    try (SecretBytes stored = vault.read(key).orElse(null)) {
      return stored == null ? Optional.empty() : Optional.of(decode(stored, decoder));
    }
  }

  public boolean has(RecordKey key) {
    return read(key, _ -> true).isPresent();
  }

  /**
   * Puts a record.
   *
   * @param value is wiped
   */
  public void write(RecordKey key, byte[] value) {
    changes.put(key, value);
    Arrays.fill(value, (byte) 0);
  }

  public void remove(RecordKey key) {
    changes.remove(key);
  }

  /** The keys of a shelf as this step sees them, in the order of their bytes. */
  public List<RecordKey> keys(Shelf shelf) {
    TreeSet<RecordKey> keys = new TreeSet<>(vault.keys(shelf));
    for (Map.Entry<RecordKey, Optional<SecretBytes>> change : changes.entries().entrySet()) {
      if (change.getKey().shelf() == shelf) {
        if (change.getValue().isPresent()) {
          keys.add(change.getKey());
        } else {
          keys.remove(change.getKey());
        }
      }
    }
    return List.copyOf(keys);
  }

  /** Runs once the step is in the vault, in the order of the calls; not at all otherwise. */
  public void afterwards(Runnable action) {
    afterwards.add(action);
  }

  /**
   * Makes everything durable, then runs what waits for it.
   *
   * @throws dev.letterlock.crypto.e2ee.store.VaultException as {@link Vault#commit}
   */
  public void commit() {
    vault.commit(changes);
    runAfterwards();
  }

  /** As {@link #commit}, in a vault that is an older copy and is accepted as such. */
  public void commitRestored() {
    vault.acceptRestored(changes);
    runAfterwards();
  }

  private void runAfterwards() {
    afterwards.forEach(Runnable::run);
    afterwards.clear();
  }

  @Override
  public void close() {
    changes.close();
  }

  private static <T> T decode(SecretBytes secret, Function<byte[], T> decoder) {
    byte[] bytes = secret.revealCopy();
    try {
      return decoder.apply(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
