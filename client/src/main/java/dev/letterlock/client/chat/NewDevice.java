package dev.letterlock.client.chat;

import dev.letterlock.client.messenger.DeviceRequest;
import dev.letterlock.client.messenger.MessengerException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes this device a further one of an account: shows what to type on the first device, and reads
 * what that answers. One thread.
 */
final class NewDevice {

  private final Console console;
  private final Screen screen;

  NewDevice(Console console, Screen screen) {
    this.console = console;
    this.screen = screen;
  }

  /** Whether the device was taken in; false if the input ended before. */
  boolean join(DeviceRequest request) throws IOException {
    screen.remark("Type this on the first device of your account, in letterlock chat:");
    screen.say("/admit " + DeviceCode.of(request.certificate()));
    screen.remark("Then type here what it answers.");
    for (String line = read(); line != null; line = read()) {
      if (!line.isBlank() && isAnswer(request, line.strip())) {
        return true;
      }
    }
    return false;
  }

  private boolean isAnswer(DeviceRequest request, String line) {
    try {
      request.complete(DeviceCode.bytes(line));
      screen.remark("This device is on the signed list of your account now.");
      return true;
    } catch (MessengerException e) {
      screen.problem(String.valueOf(e.getMessage()));
      return false;
    }
  }

  private @Nullable String read() throws IOException {
    return console.read(screen.prompt("answer", 0), List.of());
  }
}
