package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.DeviceLink;
import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.MessengerException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes this device a further one of an account: shows what to type on one that holds its key, and
 * compares digits with it, or reads what it answers. One thread.
 */
final class NewDevice {

  private static final String ADMITTED = "This device is on the signed list of your account now.";

  private final Console console;
  private final Screen screen;

  NewDevice(Console console, Screen screen) {
    this.console = console;
    this.screen = screen;
  }

  /** Six digits in two groups of three, as both devices show them. */
  static String grouped(String digits) {
    return digits.substring(0, 3) + " " + digits.substring(3);
  }

  /** Whether the device was taken in; false if the input ended before. */
  boolean join(DeviceRequest request) throws IOException {
    if (request.isAdmitted()) {
      screen.remark(ADMITTED);
      return true;
    }
    try (DeviceLink link = request.link()) {
      tell(request, link);
      for (String line = read(); line != null; line = read()) {
        if (isIn(request, link, line.strip())) {
          screen.remark(ADMITTED);
          return true;
        }
      }
    }
    screen.remark("This is kept here: letterlock chat goes on with it.");
    return false;
  }

  private void tell(DeviceRequest request, DeviceLink link) {
    screen.remark(
        "Type this on the first device of your account, or another that holds its key, in letterlock"
            + " chat. If none is left, end this and start with --recovery-file FILE.");
    screen.say("/link " + DeviceCode.of(link.code()));
    screen.remark("It is good for 5 minutes. When you have, press Enter here.");
    screen.remark(
        "Without digits to compare, and good for 10 minutes: type this there, and here what"
            + " it answers.");
    screen.say("/admit " + DeviceCode.of(request.certificate()));
  }

  private boolean isIn(DeviceRequest request, DeviceLink link, String line) {
    try {
      return switch (line) {
        case "" -> showDigits(link);
        case "yes" -> isLinked(link);
        default -> {
          request.complete(DeviceCode.bytes(line));
          yield true;
        }
      };
    } catch (MessengerException e) {
      screen.problem(Hints.with(e));
      return false;
    }
  }

  private boolean showDigits(DeviceLink link) {
    Optional<String> digits = link.digits();
    if (digits.isEmpty()) {
      screen.remark("Nobody has answered that code yet: press Enter once more when you have.");
      return false;
    }
    screen.remark("The other device must show these digits, too:");
    screen.title("    " + grouped(digits.get()));
    screen.remark("If it does, say so there, and type yes here. If not, end this.");
    return false;
  }

  private boolean isLinked(DeviceLink link) {
    if (link.complete()) {
      return true;
    }
    screen.remark("The other device has not been told yes yet: type yes once more when it was.");
    return false;
  }

  private @Nullable String read() throws IOException {
    return console.read(screen.prompt("answer", 0, false), List.of());
  }
}
