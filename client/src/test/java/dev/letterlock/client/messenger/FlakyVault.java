package dev.letterlock.client.messenger;

import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Restored;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultChanges;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A vault in memory that takes no changes, or gives nothing, as long as it is told not to. */
public final class FlakyVault implements Vault {

  private final MemoryVault vault = new MemoryVault();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile @Nullable Supplier<RuntimeException> fault;
  private volatile @Nullable Supplier<RuntimeException> readFault;

  /** From now on every commit fails like this; null for none. */
  public void refuseWith(@Nullable Supplier<RuntimeException> chosen) {
    fault = chosen;
  }

  /** From now on every look at a record fails like this; null for none. */
  void hideWith(@Nullable Supplier<RuntimeException> chosen) {
    readFault = chosen;
  }

  /** How many commits have failed. */
  public int refused() {
    return refused.get();
  }

  @Override
  public Optional<SecretBytes> read(RecordKey key) {
    Supplier<RuntimeException> chosen = readFault;
    if (chosen != null) {
      throw chosen.get();
    }
    return vault.read(key);
  }

  @Override
  public List<RecordKey> keys(Shelf shelf) {
    return vault.keys(shelf);
  }

  @Override
  public void commit(VaultChanges changes) {
    Supplier<RuntimeException> chosen = fault;
    if (chosen != null && !changes.isEmpty()) {
      refused.incrementAndGet();
      throw chosen.get();
    }
    vault.commit(changes);
  }

  @Override
  public long generation() {
    return vault.generation();
  }

  @Override
  public Restored restored() {
    return Restored.NO;
  }

  @Override
  public void acceptRestored(VaultChanges changes) {
    commit(changes);
  }

  /** Can be opened again, as a file can. */
  @Override
  public void close() {}
}
