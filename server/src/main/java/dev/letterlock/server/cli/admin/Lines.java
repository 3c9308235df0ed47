package dev.letterlock.server.cli.admin;

import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Surroundings;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Newline-delimited JSON to send, from a file or from standard input; never held in memory as a
 * whole.
 */
final class Lines {
  private Lines() {}

  /**
   * Opens {@code file}, or standard input when it is {@code -}.
   *
   * @throws CommandFailure when the file cannot be read
   */
  static BodyPublisher from(String file, Surroundings surroundings) {
    if ("-".equals(file)) {
      return BodyPublishers.ofInputStream(surroundings::input);
    }
    if (Files.isDirectory(Path.of(file))) {
      throw new CommandFailure(ExitCode.FAILED, file + " is a directory (expected: a file).");
    }
    try {
      return BodyPublishers.ofFile(Path.of(file));
    } catch (FileNotFoundException e) {
      throw new CommandFailure(ExitCode.FAILED, file + " cannot be read.");
    }
  }
}
