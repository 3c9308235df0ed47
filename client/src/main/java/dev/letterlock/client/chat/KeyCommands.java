package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.Account;
import dev.letterlock.client.messenger.Messenger;
import dev.letterlock.client.messenger.MessengerException;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is typed about keys and devices. One thread. */
final class KeyCommands {

  private static final String RENEWAL =
      """
      A new key for your account:
        - cannot be taken back;
        - changes your safety number with everybody: who has compared it stays verified, as the old \
      key vouches for the new one, but the digits to compare are others;
        - signs nobody out: conversations, groups and your devices go on;
        - makes recovery files of before good for nothing: /recovery FILE writes another.
      Do it if somebody may have copied this profile and its passphrase.\
      """;

  private final Messenger messenger;
  private final Screen screen;
  private final UnaryOperator<String> nameOrOpen;
  private final Secrets secrets;

  /** The safety numbers that were shown last, by name. */
  private final Map<String, String> seen = new HashMap<>();

  /**
   * Works for one chat.
   *
   * @param nameOrOpen the name that was typed, or that of the open conversation
   * @param secrets asks for the passphrase of a recovery file
   */
  KeyCommands(
      Messenger messenger, Screen screen, UnaryOperator<String> nameOrOpen, Secrets secrets) {
    this.messenger = messenger;
    this.screen = screen;
    this.nameOrOpen = nameOrOpen;
    this.secrets = secrets;
  }

  void addTo(Commands commands) {
    commands
        .with(KeyHelp.SAFETY, this::safety)
        .with(KeyHelp.VERIFY, this::verify)
        .with(KeyHelp.ACCEPT, this::accept)
        .with(KeyHelp.REJECT, this::reject)
        .with(KeyHelp.EVIDENCE, new EvidenceFile(messenger, screen)::run)
        .with(KeyHelp.DEVICES, this::devices)
        .with(KeyHelp.LINK, new LinkCommand(messenger, screen)::run)
        .with(KeyHelp.ADMIT, this::admit)
        .with(KeyHelp.REMOVE, this::remove)
        .with(KeyHelp.RENEW, this::renew)
        .with(KeyHelp.RECOVERY, this::recovery);
  }

  private void safety(String name) {
    String other = nameOrOpen.apply(name);
    boolean verified = messenger.isVerified(other);
    show(other);
    screen.remark(
        verified
            ? "Compared before: this number, or the one that the owner of its key renewed since."
            : "Not compared yet: then /verify.");
  }

  private void show(String other) {
    String number = messenger.safetyNumber(other);
    seen.put(other, number);
    screen.remark("You and " + other + " must both see this number:");
    screen.title(number.indent(4).stripTrailing());
  }

  private void verify(String name) {
    String other = nameOrOpen.apply(name);
    String number = seen.get(other);
    if (number == null) {
      var _ = messenger.isVerified(other); // which says so if there is nobody of that name
      throw new MessengerException("Compare the number first: /safety " + other + " shows it.");
    }
    messenger.markVerified(other, number);
    screen.remark("The key of " + other + " counts as compared.");
  }

  private void accept(String name) {
    String other = requireChanged(nameOrOpen.apply(name));
    String number =
        seenOrShown(
            other, "/accept " + other + " once more takes the key of this number, not compared.");
    if (number != null) {
      messenger.acceptNewKey(other, number);
      screen.remark("The new key of " + other + " is accepted.");
    }
  }

  private void reject(String name) {
    String other = requireChanged(nameOrOpen.apply(name));
    String number =
        seenOrShown(other, "/reject " + other + " once more refuses the key of this number.");
    if (number != null) {
      messenger.rejectNewKey(other, number);
      seen.remove(other);
    }
  }

  private String requireChanged(String other) {
    if (!messenger.hasChangedKey(other)) {
      throw new MessengerException(
          "No changed key of "
              + other
              + " waits for your word. /safety "
              + other
              + " shows the one in force.");
    }
    return other;
  }

  /** A word about a key is always about one whose number was on the screen before. */
  private @Nullable String seenOrShown(String other, String next) {
    String number = seen.get(other);
    if (number == null) {
      show(other);
      screen.remark(next);
    }
    return number;
  }

  private void devices(String name) {
    String whose = name.isEmpty() ? messenger.name() : name;
    messenger.devices(whose).forEach(device -> screen.say("  " + device));
    if (whose.equals(messenger.name())) {
      screen.remark(
          "A further device of yours: letterlock chat --user "
              + whose
              + " --new-device, there; it shows what to type on your first device, or another that"
              + " holds your account's key (/link CODE).");
    }
  }

  private void admit(String code) {
    if (code.strip().equals("--cancel")) {
      messenger.account().cancelChange();
      screen.remark("Given up: the answer that was shown for it is good for nothing any more.");
      return;
    }
    String answer = DeviceCode.of(messenger.account().admit(DeviceCode.bytes(code)));
    screen.remark(
        "Type this on the new device, if it is really yours: it will get a copy of everything that"
            + " is written from then on.");
    screen.say(answer);
  }

  private void remove(String number) {
    messenger.account().removeDevice(number(number));
    screen.remark("Device " + number + " is removed; what it has read it keeps.");
  }

  private static int number(String typed) {
    try {
      return Integer.parseUnsignedInt(typed);
    } catch (NumberFormatException e) {
      throw new MessengerException(
          "/remove needs the number of a device of yours, as /devices shows it: /remove 2.", e);
    }
  }

  private void renew(String typed) {
    messenger.account().requireAccountKey();
    if (!typed.strip().equals("yes")) {
      screen.say(RENEWAL);
      screen.remark("/renew yes does it; anything else leaves all as it is.");
      return;
    }
    messenger.account().renewKey();
    seen.clear();
    screen.remark(
        "Your account has a new key: your safety numbers are others now. /safety NAME shows them,"
            + " to be compared anew when you meet.");
  }

  private void recovery(String typed) {
    messenger.account().requireAccountKey();
    Path file = file(typed.strip());
    Account.requireNewFile(file);
    try (SecretBytes passphrase = secrets.newRecoveryPassphrase()) {
      messenger.account().writeRecoveryFile(file, passphrase);
    }
    screen.remark(
        "Written to "
            + file.toAbsolutePath()
            + ". Keep it away from this device, and its passphrase away from it: whoever has both"
            + " has the key of your account.");
  }

  private static Path file(String typed) {
    if (typed.isEmpty()) {
      throw new MessengerException("/recovery needs the name of a new file.");
    }
    try {
      return Path.of(typed);
    } catch (InvalidPathException e) {
      throw new MessengerException("No file can be called " + typed + ": give another name.", e);
    }
  }
}
