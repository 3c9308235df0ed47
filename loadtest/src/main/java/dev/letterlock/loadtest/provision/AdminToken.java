package dev.letterlock.loadtest.provision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The operator's token and where it came from. Its text form shows the origin alone.
 *
 * @param origin for messages, such as the file's name
 */
public record AdminToken(String value, String origin) {

  private static final Path USUAL_FILE = Path.of("data", "admin-token");

  /**
   * Looks in the file named, then in ADMIN_TOKEN, then in ./data/admin-token.
   *
   * @throws RunFailure if there is none
   */
  public static AdminToken find(@Nullable Path named, @Nullable String environment) {
    if (named != null) {
      return read(named);
    }
    if (environment != null && !environment.isBlank()) {
      return new AdminToken(environment.strip(), "ADMIN_TOKEN");
    }
    if (Files.exists(USUAL_FILE)) {
      return read(USUAL_FILE);
    }
    throw new RunFailure(
        RunFailure.REFUSED,
        "No admin token: there is no "
            + USUAL_FILE
            + " here. Start this in the server's directory, set ADMIN_TOKEN, or name the file with"
            + " --admin-token-file.");
  }

  private static AdminToken read(Path file) {
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
