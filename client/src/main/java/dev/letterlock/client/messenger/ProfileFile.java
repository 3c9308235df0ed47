package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.Notices;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.client.vault.FileVault;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.Restored;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultFault;
import dev.letterlock.crypto.e2ee.store.VaultTools;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Opens the vault of a profile. */
final class ProfileFile {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private ProfileFile() {}

  static boolean exists(Path profile) {
    return Files.exists(MessengerSettings.vault(profile));
  }

  /** Opens or makes it; one that may be from a backup gives up its sessions first. */
  static FileVault open(MessengerSettings settings, E1 e1) {
    byte[] passphrase = settings.passphrase().revealCopy();
    try {
      make(settings.profile());
      make(settings.witnessFolder());
      FileVault vault =
          FileVault.open(
              settings.vault(),
              passphrase,
              settings.passphraseCost(),
              VaultTools.of(e1),
              settings.witness(),
              settings.clock());
      return readied(settings, vault, e1);
    } catch (IOException e) {
      throw unwritable(settings, e);
    } catch (VaultException e) {
      throw new MessengerException(Words.reason(e.fault()), why(settings, e.fault()), null, e);
    } finally {
      Arrays.fill(passphrase, (byte) 0);
    }
  }

  /** As {@link #open}, but makes none. */
  static FileVault openThere(MessengerSettings settings, E1 e1) {
    if (!exists(settings.profile())) {
      throw new MessengerException(
          Reason.INVALID, "There is no profile in " + settings.profile() + ".", null, null);
    }
    return open(settings, e1);
  }

  /** Puts another passphrase in force for a profile that is not open. */
  static void changePassphrase(MessengerSettings settings, E1 e1, SecretBytes next) {
    byte[] passphrase = next.revealCopy();
    try (FileVault vault = openThere(settings, e1)) {
      vault.changePassphrase(passphrase, settings.passphraseCost());
    } catch (VaultException e) {
      throw new MessengerException(Words.reason(e.fault()), why(settings, e.fault()), null, e);
    } finally {
      Arrays.fill(passphrase, (byte) 0);
    }
  }

  private static FileVault readied(MessengerSettings settings, FileVault vault, E1 e1) {
    try {
      Restored restored = vault.restored();
      if (restored == Restored.YES) {
        requireWhole(settings, Stage.of(vault, e1));
      }
      if (restored.isPossible()) {
        acceptRestored(vault, e1, restored);
      }
      rememberFirst(settings, vault, e1);
      return vault;
    } catch (RuntimeException e) {
      vault.close();
      throw e;
    }
  }

  /**
   * The witness remembers more than signing up: an end was cut off, or a very old copy put back.
   */
  private static void requireWhole(MessengerSettings settings, Stage stage) {
    if (stage != Stage.COMPLETE) {
      throw new MessengerException(
          Reason.PROFILE_UNREADABLE,
          "The file "
              + settings.vault()
              + " is damaged: most of it is missing. Put a copy back, or make a further device in"
              + " another directory.",
          null,
          null);
    }
  }

  private static String why(MessengerSettings settings, VaultFault fault) {
    return switch (fault) {
      case WRONG_PASSPHRASE -> fault.explanation();
      case IN_USE ->
          "The profile " + settings.profile() + " is open in another program: end that first.";
      case NOT_A_VAULT,
          BAD_VERSION,
          DAMAGED,
          NOT_WRITTEN,
          INTERRUPTED,
          UNCERTAIN,
          TOO_LARGE,
          RESTORED,
          CLOSED ->
          fault.explanation() + " It is the file " + settings.vault() + ".";
      case UNWITNESSED ->
          fault.explanation()
              + " It is the file "
              + settings.witnessFile()
              + ": make room for it, or choose another folder.";
    };
  }

  /** A sign-up that is cut off knows already where to go on. */
  private static void rememberFirst(MessengerSettings settings, Vault vault, E1 e1) {
    ServerUrl server = settings.server();
    if (server != null && remembered(vault, e1).isEmpty()) {
      remember(server, vault, e1);
    }
  }

  /** The server of the next start, unless that names another. */
  static void remember(ServerUrl server, Vault vault, E1 e1) {
    try (Transaction step = new Transaction(vault)) {
      new Own(step, e1).putServer(server.toString());
      step.commit();
    }
  }

  /** The server that the profile spoke to last; empty if it does not know. */
  static Optional<ServerUrl> remembered(Vault vault, E1 e1) {
    try (Transaction step = new Transaction(vault)) {
      return new Own(step, e1).server().map(ServerUrl::parse);
    }
  }

  /** The server that settings mean. */
  static ServerUrl server(MessengerSettings settings, Vault vault, E1 e1) {
    ServerUrl named = settings.server();
    return named != null
        ? named
        : remembered(vault, e1)
            .orElseThrow(() ->
                new MessengerException(
                    Reason.NO_SERVER,
                    "This profile does not know its server: give the address.",
                    null,
                    null));
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
        Reason.DISK, "The directory " + settings.profile() + " cannot be written.", null, cause);
  }

  /** The server may hand out pre-keys of the newer copy, and goes on so until they are replaced. */
  private static void acceptRestored(Vault vault, E1 e1, Restored restored) {
    try (Transaction step = new Transaction(vault)) {
      new Own(step, e1).putRotation(Duration.ZERO);
      new Peers(step, e1).giveUpSessions();
      new Groups(step, e1).ownChainKeys().forEach(step::remove);
      new Notices(step).oweRestored(restored);
      step.commitRestored();
    }
  }
}
