package dev.letterlock.client.messenger;

import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.Notices;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.vault.FileVault;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.e2ee.store.VaultTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens the vault of a profile. */
final class ProfileFile {

  private ProfileFile() {}

  static boolean exists(Path profile) {
    return Files.exists(MessengerSettings.vault(profile));
  }

  /** Opens or makes it; one that was restored from a backup gives up its sessions first. */
  static Vault open(MessengerSettings settings, E1 e1) {
    byte[] passphrase = settings.passphrase().revealCopy();
    try {
      Files.createDirectories(settings.profile());
      Files.createDirectories(settings.witnessFolder());
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
      throw new MessengerException(
          "The directory " + settings.profile() + " cannot be written.", e);
    } catch (VaultException e) {
      throw Words.asException(e);
    } finally {
      Arrays.fill(passphrase, (byte) 0);
    }
  }

  /** Takes away a profile that never got a device, so that the next attempt begins anew. */
  static void removeUnused(MessengerSettings settings, Vault vault, E1 e1) {
    if (isUsed(vault, e1)) {
      return;
    }
    vault.close();
    try {
      Files.deleteIfExists(settings.vault());
      Files.deleteIfExists(settings.witnessFile());
    } catch (IOException e) {
      throw new MessengerException(
          "The directory " + settings.profile() + " cannot be written.", e);
    }
  }

  /** Whether the profile is that of a device the server has taken in, or of a new account's. */
  static boolean isEnrolled(Vault vault, E1 e1) {
    try (Transaction step = new Transaction(vault)) {
      Own own = new Own(step, e1);
      return own.tokens().isPresent() || own.holdsAccountKey();
    }
  }

  /** Whether the profile holds keys of a device that the server may know. */
  static boolean isUsed(Vault vault, E1 e1) {
    try (Transaction step = new Transaction(vault)) {
      return new Own(step, e1).name().isPresent();
    }
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
