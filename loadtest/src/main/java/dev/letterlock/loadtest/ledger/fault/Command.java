package dev.letterlock.loadtest.ledger.fault;

import dev.letterlock.loadtest.provision.RunFailure;
import java.io.IOException;

/** Runs the machine's own programs. */
final class Command {

  private Command() {}

  /**
   * Runs one to its end.
   *
   * @throws RunFailure if it fails
   */
  static void run(String... words) throws IOException, InterruptedException {
    int code = new ProcessBuilder(words).inheritIO().start().waitFor();
    if (code != 0) {
      throw new RunFailure(
          RunFailure.MACHINE, String.join(" ", words) + " failed with " + code + ".");
    }
  }
}
