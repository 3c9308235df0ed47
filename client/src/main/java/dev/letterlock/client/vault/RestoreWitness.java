package dev.letterlock.client.vault;

import dev.letterlock.crypto.primitive.Octets;
import java.io.IOException;

/**
 * Remembers, outside of a vault, how far the vault had come, so that an older copy of it is
 * noticed. Keep it where backups of the vault do not reach, such as in the system's key store.
 */
public interface RestoreWitness {

  /** Takes every vault for the newest, so no restored copy is noticed. */
  RestoreWitness NONE =
      new RestoreWitness() {
        @Override
        public long remembered(Octets vaultId) {
          return 1;
        }

        @Override
        public void begin(Octets vaultId, long generation) {}

        @Override
        public void remember(Octets vaultId, long generation) {}
      };

  /**
   * The generation last remembered of this vault; 0 or less if nothing is known of it.
   *
   * @param vaultId 16 bytes
   */
  long remembered(Octets vaultId);

  /**
   * Makes sure, before a vault is used of which nothing is known, that it can be remembered.
   *
   * @param generation 0 as long as nothing is to be known of it
   * @throws IOException if it cannot
   */
  void begin(Octets vaultId, long generation) throws IOException;

  /**
   * Remembers it in place of the one before; failing to is no reason to stop. Called after every
   * transaction, before anything of it leaves the device, so it must be cheap.
   */
  void remember(Octets vaultId, long generation);
}
