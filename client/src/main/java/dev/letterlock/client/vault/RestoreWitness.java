package dev.letterlock.client.vault;

import dev.letterlock.crypto.primitive.Octets;

/**
 * Remembers, outside of a vault, how far the vault had come, so that an older copy of it is
 * noticed. Keep it where backups of the vault do not reach, such as in the system's key store.
 */
public interface RestoreWitness {

  /** Remembers nothing, so no restored copy is noticed. */
  RestoreWitness NONE =
      new RestoreWitness() {
        @Override
        public long remembered(Octets vaultId) {
          return 0;
        }

        @Override
        public void remember(Octets vaultId, long generation) {}
      };

  /**
   * The generation last remembered of this vault; 0 if none.
   *
   * @param vaultId 16 bytes
   */
  long remembered(Octets vaultId);

  /**
   * Remembers it in place of the one before; failing to is no reason to stop. Called after every
   * transaction, before anything of it leaves the device, so it must be cheap.
   */
  void remember(Octets vaultId, long generation);
}
