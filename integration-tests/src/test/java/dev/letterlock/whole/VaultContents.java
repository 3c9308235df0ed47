package dev.letterlock.whole;

import dev.letterlock.client.vault.FileVault;
import dev.letterlock.client.vault.RestoreWitness;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultTools;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Everything that a device keeps, read from a copy while the device works on. */
final class VaultContents {

  private static final Set<Shelf> BESIDES = Set.of(Shelf.CURSOR, Shelf.SETTING, Shelf.VAULT);

  private VaultContents() {}

  /** All records of a profile but its place in the inbox and what the person was told. */
  static Map<RecordKey, Octets> ofAllButThePlace(Path profile) throws IOException {
    Path copy = profile.resolveSibling(profile.getFileName() + ".copy");
    Files.copy(profile.resolve("profile.vault"), copy, StandardCopyOption.REPLACE_EXISTING);
    Map<RecordKey, Octets> records = new HashMap<>();
    byte[] passphrase = Profiles.PASSPHRASE.revealCopy();
    try (Vault vault =
        FileVault.open(copy, passphrase, VaultTools.of(People.E1_SUITE), RestoreWitness.NONE)) {
      for (Shelf shelf : Shelf.values()) {
        if (!BESIDES.contains(shelf)) {
          vault.keys(shelf).forEach(key -> records.put(key, value(vault, key)));
        }
      }
    }
    return records;
  }

  private static Octets value(Vault vault, RecordKey key) {
    try (SecretBytes value = vault.read(key).orElseThrow()) {
      return Octets.of(value.revealCopy());
    }
  }
}
