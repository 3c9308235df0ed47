package dev.letterlock.client.vault;

import dev.letterlock.crypto.e2ee.store.MemoryVault;
import dev.letterlock.crypto.e2ee.store.Vault;

class MemoryVaultTest extends VaultContract {

  @Override
  Vault open() {
    return new MemoryVault();
  }
}
