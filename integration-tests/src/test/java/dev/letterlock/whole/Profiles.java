package dev.letterlock.whole;

import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerListener;
import dev.letterlock.client.messenger.MessengerSettings;
import dev.letterlock.client.messenger.Pace;
import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Profiles of devices, whose passphrases are cheap so that tests may open them often. */
final class Profiles {

  static final String PASSWORD = "correct horse battery";

  static final SecretBytes PASSPHRASE =
      SecretBytes.copyOf("staple".getBytes(StandardCharsets.UTF_8));
  private static final Pace PACE =
      new Pace(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(50));
  private static final PasswordCost CHEAP = new PasswordCost(8 << 10, 1);

  private Profiles() {}

  static MessengerSettings settings(ServerUrl server, Path profile) {
    return settings(server, profile, Clock.systemUTC());
  }

  static MessengerSettings settings(ServerUrl server, Path profile, Clock clock) {
    return new MessengerSettings(server, profile, profile, PASSPHRASE, CHEAP, PACE, clock);
  }

  /** The same, but for a random wait of up to so long before it tells what was read. */
  static MessengerSettings tellingWhatWasReadWithin(Duration most, MessengerSettings usual) {
    return new MessengerSettings(
        usual.server(),
        usual.profile(),
        usual.witnessFolder(),
        usual.passphrase(),
        usual.passphraseCost(),
        new Pace(PACE.mostJitter(), PACE.leastBackoff(), most),
        usual.clock());
  }

  /** A new account with its first device, not connected yet. */
  static Messenger signUp(ServerUrl server, Path profile, String name, MessengerListener listener) {
    return Messenger.signUp(settings(server, profile), name, PASSWORD, listener);
  }

  /** A further device of the account, admitted by its first one; not connected yet. */
  static Messenger join(
      ServerUrl server, Path profile, Messenger first, MessengerListener listener) {
    MessengerSettings settings = settings(server, profile);
    try (DeviceRequest request = Messenger.requestDevice(settings, first.name(), PASSWORD)) {
      request.complete(first.account().admit(request.certificate()));
    }
    return Messenger.open(settings, listener);
  }
}
