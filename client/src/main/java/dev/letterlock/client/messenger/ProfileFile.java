package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.Notices;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.vault.FileVault;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultTools;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/** Opens the vault of a profile. */
final class ProfileFile {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private ProfileFile() {}

  static boolean exists(Path profile) {
    return Files.exists(MessengerSettings.vault(profile));
  }

  /** Opens or makes it; one that was restored from a backup gives up its sessions first. */
  static Vault open(MessengerSettings settings, E1 e1) {
    byte[] passphrase = settings.passphrase().revealCopy();
    try {
      make(settings.profile());
      make(settings.witnessFolder());
      Vault vault =
          FileVault.open(
              settings.vault(),
              passphrase,
              settings.passphraseCost(),
              VaultTools.of(e1),
              settings.witness());
      if (vault.restored()) {
        acceptRestored(vault, e1);
      }
      return vault;
    } catch (IOException e) {
      throw unwritable(settings, e);
    } catch (VaultException e) {
      throw Words.asException(e);
    } finally {
      Arrays.fill(passphrase, (byte) 0);
    }
  }

  /** Takes away a profile that never got a device, so that the next attempt begins anew. */
  static void removeUnused(MessengerSettings settings, Vault vault, E1 e1) {
    if (Stage.of(vault, e1) != Stage.EMPTY) {
      return;
    }
    vault.close();
    try {
      Files.deleteIfExists(settings.vault());
      Files.deleteIfExists(settings.lockFile());
      Files.deleteIfExists(settings.witnessFile());
      removeEmpty(settings.profile());
    } catch (IOException e) {
      throw unwritable(settings, e);
    }
  }

  private static void removeEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Something else of the person's lies there.
    }
  }

  /** Makes a folder that nobody else may look into; one that is there stays as it is. */
  private static void make(Path folder) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.createDirectories(folder, OWNER_ONLY);
    } else {
      Files.createDirectories(folder);
    }
  }

  private static MessengerException unwritable(MessengerSettings settings, IOException cause) {
    return new MessengerException(
        "The directory " + settings.profile() + " cannot be written.", cause);
  }

  private static void acceptRestored(Vault vault, E1 e1) {
    try (Transaction step = new Transaction(vault)) {
      new Peers(step, e1).giveUpSessions();
      new Groups(step, e1).ownChainKeys().forEach(step::remove);
      new Notices(step).oweRestored();
      step.commitRestored();
    }
  }
}
