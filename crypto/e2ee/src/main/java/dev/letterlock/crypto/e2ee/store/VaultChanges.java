package dev.letterlock.crypto.e2ee.store;

import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One transaction (docs/E2EE.md §4): records to put and to remove, all of them or none. The last
 * word about a key counts. Belongs to one thread; closing wipes what was put.
 */
public final class VaultChanges implements AutoCloseable {

  /** The longest value, in bytes. */
  public static final int MAX_VALUE = 1 << 20;

  private final Map<RecordKey, Optional<SecretBytes>> changes = new LinkedHashMap<>();

  /**
   * Puts a record in place of the one before.
   *
   * @param value up to 1 MiB; copied
   * @throws VaultException with {@link VaultFault#TOO_LARGE}
   */
  public VaultChanges put(RecordKey key, byte[] value) {
    if (value.length > MAX_VALUE) {
      throw new VaultException(
          VaultFault.TOO_LARGE, "value: " + value.length + " B (expected: at most 1048576)");
    }
    return set(key, Optional.of(SecretBytes.copyOf(value)));
  }

  /** Removes a record; one that is not there is fine. */
  public VaultChanges remove(RecordKey key) {
    return set(key, Optional.empty());
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** Empty for a record to remove; in the order of the calls. */
  public Map<RecordKey, Optional<SecretBytes>> entries() {
    return Collections.unmodifiableMap(changes);
  }

  private VaultChanges set(RecordKey key, Optional<SecretBytes> value) {
    Optional<SecretBytes> before = changes.put(key, value);
    if (before != null) {
      before.ifPresent(SecretBytes::close);
    }
    return this;
  }

  @Override
  public void close() {
    changes.values().forEach(value -> value.ifPresent(SecretBytes::close));
    changes.clear();
  }
}
