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

  private static final Path USUAL_DATA_DIRECTORY = Path.of("data");
  private static final String FILE = "admin-token";

  /** As {@link #find(Path, String, Path)} with the usual data directory, ./data. */
  public static AdminToken find(@Nullable Path named, @Nullable String text) {
    return find(named, text, USUAL_DATA_DIRECTORY);
  }

  /**
   * Takes the one in the file named, else the text, else the one that the server keeps.
   *
   * @param text as in ADMIN_TOKEN
   * @param dataDirectory the server's
   * @throws RunFailure if there is none
   */
  public static AdminToken find(@Nullable Path named, @Nullable String text, Path dataDirectory) {
    if (named != null) {
      return read(named);
    }
    if (text != null && !text.isBlank()) {
      return new AdminToken(text.strip(), "ADMIN_TOKEN");
    }
    Path kept = dataDirectory.resolve(FILE);
    if (Files.exists(kept)) {
      return read(kept);
    }
    throw new RunFailure(
        RunFailure.REFUSED,
        "No admin token: there is no "
            + kept
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
