package dev.letterlock.client.messenger;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.client.vault.FileWitness;
import dev.letterlock.client.vault.RestoreWitness;
import dev.letterlock.crypto.e2ee.store.VaultLock;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Where a profile lives and which server it speaks to.
 *
 * @param server null for the one that the profile spoke to last, which it remembers
 * @param profile a directory of its own, made if it is missing
 * @param witnessFolder where a file of 24 bytes tells an older copy of the profile from the newest;
 *     best where backups of the profile do not reach, and made if it is missing
 * @param passphrase opens the profile; UTF-8, the caller's to close when no profile is opened any
 *     more
 * @param passphraseCost of Argon2id, for a new profile
 * @param clock says how old keys are; the system's
 * @param pace how long it waits at most and at least; {@link Pace#USUAL}
 */
public record MessengerSettings(
    @Nullable ServerUrl server,
    Path profile,
    Path witnessFolder,
    SecretBytes passphrase,
    PasswordCost passphraseCost,
    Pace pace,
    Clock clock) {

  /**
   * The usual settings, the witness beside the profile.
   *
   * @param server null for the one that the profile spoke to last
   * @param profile a directory of its own
   * @param passphrase opens the profile
   * @return settings with the usual cost, pace and clock
   */
  public static MessengerSettings of(
      @Nullable ServerUrl server, Path profile, SecretBytes passphrase) {
    return new MessengerSettings(
        server,
        profile,
        profile,
        passphrase,
        VaultLock.DEFAULT_COST,
        Pace.USUAL,
        Clock.systemUTC());
  }

  /**
   * The same with the witness in another folder; there it is named after the profile.
   *
   * @param folder made if it is missing
   * @return a copy
   */
  public MessengerSettings withWitnessIn(Path folder) {
    return new MessengerSettings(server, profile, folder, passphrase, passphraseCost, pace, clock);
  }

  static Path vault(Path profile) {
    return profile.resolve("profile.vault");
  }

  Path vault() {
    return vault(profile);
  }

  /** Keeps other programs out of the vault. */
  Path lockFile() {
    return profile.resolve("profile.vault.lock");
  }

  Path witnessFile() {
    return witnessFolder.equals(profile)
        ? profile.resolve("profile.witness")
        : witnessFolder.resolve(profile.getFileName() + ".witness");
  }

  RestoreWitness witness() {
    return new FileWitness(witnessFile());
  }

  @Override
  public String toString() {
    return "MessengerSettings[" + server + ", " + profile + "]";
  }
}
