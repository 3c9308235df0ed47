package dev.letterlock.client.messenger;

import dev.letterlock.client.api.AccessTokens;
import dev.letterlock.client.api.ApiClient;
import dev.letterlock.client.api.Directory;
import dev.letterlock.client.api.SavedTokens;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.OwnPreKeys;
import dev.letterlock.crypto.e2ee.prekey.PreKeyMaker;
import dev.letterlock.crypto.e2ee.store.Vault;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What signing up leaves in a vault: an account of one device, whose token is the user's id. */
public final class StoredProfile {

  public static final UUID USER = UUID.fromString("0190a000-0000-7000-8000-000000000001");
  public static final int DEVICE = 1;

  private static final UUID BOB = UUID.fromString("0190a000-0000-7000-8000-00000000000b");

  private static final Duration A_YEAR = Duration.ofDays(365);

  private StoredProfile() {}

  /** Writes it into an empty vault. */
  public static void fill(E1 e1, Vault vault, Clock clock) {
    DeviceAddress address = new DeviceAddress(USER, DEVICE, 4711);
    try (OwnDevice device = OwnDevice.generate(e1, CipherSuite.HYBRID, address, clock);
        Ed25519KeyPair accountKey = e1.sodium().signingKeyPair();
        OwnPreKeys none = OwnPreKeys.none();
        OwnPreKeys keys =
            new PreKeyMaker(e1, device, clock, new SecureRandom()).rotate(none).keys();
        Transaction step = new Transaction(vault)) {
      Own own = new Own(step, e1);
      own.putName("alice");
      own.putDevice(device);
      own.putAccountKey(accountKey);
      own.putPreKeys(keys);
      own.putTokens(new SavedTokens(USER.toString(), "refresh", clock.instant().plus(A_YEAR)));
      DeviceEntry entry = DeviceEntry.of(e1, device.cert());
      Peers peers = new Peers(step, e1);
      peers.putName(USER, "alice");
      peers.putPins(
          USER,
          DeviceListPins.first(
              e1, USER, DeviceList.first(e1, accountKey, USER, clock.millis(), List.of(entry))));
      peers.putCertificates(USER, List.of(device.cert()));
      step.commit();
    }
  }

  /** What the parts of a messenger share, over a vault that was filled. */
  public static Tools tools(E1 e1, Vault vault, Clock clock) {
    try (Transaction step = new Transaction(vault)) {
      return Tools.of(e1, clock, vault, new Own(step, e1).device().orElseThrow());
    }
  }

  /** The server's directory, asked with a token that lasts. */
  public static Directory directory(ApiClient api, Clock clock) {
    SavedTokens tokens = new SavedTokens("token", "", clock.instant().plus(A_YEAR));
    return new Directory(api, AccessTokens.resume(api, clock, tokens));
  }

  /** The same on disk, of somebody who knows Bob already, under a cheap passphrase. */
  public static MessengerSettings onDisk(ServerUrl server, Path folder) {
    SecretBytes passphrase = SecretBytes.copyOf(new byte[] {1});
    MessengerSettings settings =
        new MessengerSettings(
            server,
            folder,
            folder,
            passphrase,
            new PasswordCost(8192, 1),
            new Pace(Duration.ZERO, Duration.ofMillis(50), Duration.ZERO),
            Clock.systemUTC());
    E1 e1 = new E1(Sodium.load());
    try (Vault vault = ProfileFile.open(settings, e1)) {
      fill(e1, vault, Clock.systemUTC());
      meetBob(e1, vault);
    }
    return settings;
  }

  private static void meetBob(E1 e1, Vault vault) {
    DeviceAddress address = new DeviceAddress(BOB, DEVICE, 7);
    try (OwnDevice phone = OwnDevice.generate(e1, CipherSuite.HYBRID, address, Clock.systemUTC());
        Ed25519KeyPair accountKey = e1.sodium().signingKeyPair();
        Transaction step = new Transaction(vault)) {
      DeviceEntry entry = DeviceEntry.of(e1, phone.cert());
      DeviceList list = DeviceList.first(e1, accountKey, BOB, 1, List.of(entry));
      Peers peers = new Peers(step, e1);
      peers.putName(BOB, "bob");
      peers.putPins(BOB, DeviceListPins.first(e1, BOB, list));
      peers.putCertificates(BOB, List.of(phone.cert()));
      step.commit();
    }
  }

  /** Nothing of a profile on disk, a cheap passphrase, no patience. */
  static MessengerSettings settings(ServerUrl server, SecretBytes passphrase) {
    return new MessengerSettings(
        server,
        Path.of("none"),
        Path.of("none"),
        passphrase,
        new PasswordCost(8192, 1),
        new Pace(Duration.ZERO, Duration.ofMillis(50), Duration.ZERO),
        Clock.systemUTC());
  }
}
