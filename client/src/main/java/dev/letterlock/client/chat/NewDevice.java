package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.MessengerException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes this device a further one of an account: shows what to type on one that holds its key, and
 * reads what that answers. One thread.
 */
final class NewDevice {

  private static final String ADMITTED = "This device is on the signed list of your account now.";

  private final Console console;
  private final Screen screen;

  NewDevice(Console console, Screen screen) {
    this.console = console;
    this.screen = screen;
  }

  /** Whether the device was taken in; false if the input ended before. */
  boolean join(DeviceRequest request) throws IOException {
    if (request.isAdmitted()) {
      screen.remark(ADMITTED);
      return true;
    }
    screen.remark(
        "Type this on the first device of your account, or another that holds its key, in letterlock"
            + " chat. If none is left, end this and start with --recovery-file FILE.");
    screen.say("/admit " + DeviceCode.of(request.certificate()));
    screen.remark("Then type here what it answers, within 10 minutes.");
    for (String line = read(); line != null; line = read()) {
      if (!line.isBlank() && isAnswer(request, line.strip())) {
        return true;
      }
    }
    screen.remark("This is kept here: letterlock chat goes on with it, under the same code.");
    return false;
  }

  private boolean isAnswer(DeviceRequest request, String line) {
    try {
      request.complete(DeviceCode.bytes(line));
      screen.remark(ADMITTED);
      return true;
    } catch (MessengerException e) {
      screen.problem(Hints.with(e));
      return false;
    }
  }

  private @Nullable String read() throws IOException {
    return console.read(screen.prompt("answer", 0, false), List.of());
  }
}
