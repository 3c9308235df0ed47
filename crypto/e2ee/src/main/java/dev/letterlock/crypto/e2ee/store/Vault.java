package dev.letterlock.crypto.e2ee.store;

import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a device keeps (docs/E2EE.md §4, "Client key storage"). What one step of the
 * protocol changes is one transaction: a ratchet's new state together with the message that it
 * opened, or with the bytes to send <em>before</em> they are sent. After a crash either all of it
 * is there or none. Safe for any thread; calls block on the disk.
 *
 * <p>Every method throws {@link VaultException}.
 */
public interface Vault extends AutoCloseable {

  /** The value as last committed; a fresh copy, which the caller closes. */
  Optional<SecretBytes> read(RecordKey key);

  /** All keys of a shelf, in order of their bytes. */
  List<RecordKey> keys(Shelf shelf);

  /**
   * Makes the changes, all or none; durable when it returns. Without changes it does nothing. The
   * changes stay the caller's to close.
   *
   * @throws VaultException with {@link VaultFault#NOT_WRITTEN} or {@link VaultFault#RESTORED}:
   *     nothing has changed; with {@link VaultFault#UNCERTAIN}: all or nothing of it is there once
   *     the vault is opened anew
   */
  void commit(VaultChanges changes);

  /** Counts the transactions since the vault was made; never goes back in one vault. */
  long generation();

  /**
   * Whether this is an older copy of a vault that has gone on since, such as a restored backup. One
   * that may be can be read, but nothing is committed before {@link #acceptRestored}.
   */
  Restored restored();

  /**
   * Goes on with a restored vault, in one transaction with what gives up its pairwise sessions and
   * own sender chains: they were used since, so new ones must be made before anything is sent
   * (docs/E2EE.md §4). If the vault is surely the newest this is {@link #commit}.
   */
  void acceptRestored(VaultChanges changes);

  @Override
  void close();
}
