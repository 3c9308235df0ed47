package dev.letterlock.client.messenger;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.client.vault.FileWitness;
import dev.letterlock.client.vault.RestoreWitness;
import dev.letterlock.crypto.e2ee.store.VaultLock;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * Where a profile lives and which server it speaks to.
 *
 * @param profile a directory of its own, made if it is missing
 * @param passphrase opens the profile; UTF-8, the caller's to close when no profile is opened any
 *     more
 * @param passphraseCost of Argon2id, for a new profile
 * @param mostJitter the longest random wait before pre-keys are refilled
 * @param leastBackoff the delay before the first attempt to connect again
 * @param clock says how old keys are; the system's
 */
public record MessengerSettings(
    ServerUrl server,
    Path profile,
    SecretBytes passphrase,
    PasswordCost passphraseCost,
    Duration mostJitter,
    Duration leastBackoff,
    Clock clock) {

  private static final Duration USUAL_JITTER = Duration.ofSeconds(20);
  private static final Duration USUAL_BACKOFF = Duration.ofMillis(500);

  /** The usual settings. */
  public static MessengerSettings of(ServerUrl server, Path profile, SecretBytes passphrase) {
    return new MessengerSettings(
        server,
        profile,
        passphrase,
        VaultLock.DEFAULT_COST,
        USUAL_JITTER,
        USUAL_BACKOFF,
        Clock.systemUTC());
  }

  static Path vault(Path profile) {
    return profile.resolve("profile.vault");
  }

  Path vault() {
    return vault(profile);
  }

  Path witnessFile() {
    return profile.resolve("profile.witness");
  }

  RestoreWitness witness() {
    return new FileWitness(witnessFile());
  }

  @Override
  public String toString() {
    return "MessengerSettings[" + server + ", " + profile + "]";
  }
}
