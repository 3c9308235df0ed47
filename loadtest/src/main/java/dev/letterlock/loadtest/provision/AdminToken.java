package dev.letterlock.loadtest.provision;

import dev.letterlock.settings.SharedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The operator's token and where it came from. Its text form shows the origin alone.
 *
 * @param origin for messages, such as the file's name
 */
public record AdminToken(String value, String origin) {

  /**
   * Takes the one that the server keeps.
   *
   * @param dataDirectory the server's
   * @throws RunFailure if there is none
   */
  public static AdminToken keptIn(Path dataDirectory) {
    Path kept = dataDirectory.resolve(SharedKeys.KEPT_ADMIN_TOKEN);
    if (Files.exists(kept)) {
      return in(kept);
    }
    throw new RunFailure(
        RunFailure.REFUSED,
        "No admin token: there is no "
            + kept
            + " here. Start this in the server's directory, set ADMIN_TOKEN, or name the file with"
            + " --admin-token-file.");
  }

  /**
   * Takes the one in a file.
   *
   * @throws RunFailure if it cannot be read
   */
  public static AdminToken in(Path file) {
    try {
      return new AdminToken(Files.readString(file).strip(), file.toString());
    } catch (IOException e) {
      throw new RunFailure(
          RunFailure.REFUSED, "The admin token in " + file + " cannot be read: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return "AdminToken[" + origin + "]";
  }
}
