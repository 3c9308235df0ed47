package dev.letterlock.whole;

import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.vault.FileVault;
import dev.letterlock.client.vault.RestoreWitness;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultTools;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.protocol.id.Cursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Everything that a device keeps, read from a copy while the device works on. */
final class VaultContents {

  private VaultContents() {}

  /** All records of a profile but its place in the inbox and what the person was told. */
  static Map<RecordKey, Octets> ofAllButThePlace(Path profile) throws IOException {
    return of(profile, EnumSet.complementOf(EnumSet.of(Shelf.CURSOR, Shelf.SETTING, Shelf.VAULT)));
  }

  /** Keys, sessions, and what was verified of others; not what was said. */
  static Map<RecordKey, Octets> ofKeysAndTrust(Path profile) throws IOException {
    return of(
        profile,
        EnumSet.of(
            Shelf.IDENTITY,
            Shelf.ACCOUNT,
            Shelf.PRE_KEY,
            Shelf.PIN,
            Shelf.SESSION,
            Shelf.GROUP,
            Shelf.SENDER_KEY));
  }

  /** The numbers of the devices that were given the key of what is written to a group. */
  static List<Integer> holders(Path profile, UUID group) throws IOException {
    return reading(
        profile,
        vault -> {
          try (Transaction step = new Transaction(vault)) {
            return new Groups(step, People.E1_SUITE)
                .holders(group).holders().stream().map(holder -> holder.device().device()).toList();
          }
        });
  }

  /** The last place of the inbox that is stored. */
  static Cursor place(Path profile) throws IOException {
    return reading(
        profile,
        vault -> {
          try (Transaction step = new Transaction(vault)) {
            return new Own(step, People.E1_SUITE).cursor();
          }
        });
  }

  /** For how long the signed pre-key is current; none if it is to be replaced. */
  static Duration rotation(Path profile) throws IOException {
    return reading(
        profile,
        vault -> {
          try (Transaction step = new Transaction(vault)) {
            return new Own(step, People.E1_SUITE).rotation().orElse(Duration.ZERO);
          }
        });
  }

  /** The device that the profile is of; the caller closes it. */
  static OwnDevice device(Path profile) throws IOException {
    return reading(
        profile,
        vault -> {
          try (Transaction step = new Transaction(vault)) {
            return new Own(step, People.E1_SUITE).device().orElseThrow();
          }
        });
  }

  /** The key that this list is signed with, of an account's first device; the caller closes it. */
  static Ed25519KeyPair accountKey(Path profile, DeviceList list) throws IOException {
    return reading(
        profile,
        vault -> {
          try (Transaction step = new Transaction(vault)) {
            return new Own(step, People.E1_SUITE).accountKey(list.accountKey()).orElseThrow();
          }
        });
  }

  private static Map<RecordKey, Octets> of(Path profile, Set<Shelf> shelves) throws IOException {
    return reading(
        profile,
        vault -> {
          Map<RecordKey, Octets> records = new HashMap<>();
          for (Shelf shelf : shelves) {
            vault.keys(shelf).forEach(key -> records.put(key, value(vault, key)));
          }
          return records;
        });
  }

  /** What is read of a copy. */
  static <T> T reading(Path profile, Function<Vault, T> read) throws IOException {
    Path copy = profile.resolveSibling(profile.getFileName() + ".copy");
    Files.copy(profile.resolve("profile.vault"), copy, StandardCopyOption.REPLACE_EXISTING);
    byte[] passphrase = Profiles.PASSPHRASE.revealCopy();
    try (Vault vault =
        FileVault.open(
            copy,
            passphrase,
            VaultTools.of(People.E1_SUITE),
            RestoreWitness.NONE,
            Clock.systemUTC())) {
      return read.apply(vault);
    }
  }

  private static Octets value(Vault vault, RecordKey key) {
    try (SecretBytes value = vault.read(key).orElseThrow()) {
      return Octets.of(value.revealCopy());
    }
  }
}
