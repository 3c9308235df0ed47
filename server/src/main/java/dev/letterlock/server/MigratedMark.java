package dev.letterlock.server;

import dev.letterlock.server.config.WholeFile;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A file in DATA_DIR which says that its data is being moved, or was moved, to a Redis and a
 * MongoDB.
 *
 * @param id of the move, which the two databases know
 * @param to where they are, for people
 * @param finished null while it is under way
 */
record MigratedMark(String id, String to, Instant begun, @Nullable Instant finished) {
  static final String FILE = "migrated";

  private static final String ID = "id";
  private static final String TO = "to";
  private static final String BEGUN = "begun";
  private static final String FINISHED = "finished";

  /**
   * The mark of a directory; null if it has none.
   *
   * @throws ConfigException if it cannot be read
   */
  static @Nullable MigratedMark in(Path dataDirectory) {
    Path file = dataDirectory.resolve(FILE);
    if (!Files.exists(file)) {
      return null;
    }
    Properties lines = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      lines.load(reader);
      String finished = lines.getProperty(FINISHED);
      return new MigratedMark(
          lines.getProperty(ID, ""),
          lines.getProperty(TO, ""),
          Instant.parse(lines.getProperty(BEGUN, "")),
          finished == null ? null : Instant.parse(finished));
    } catch (IOException | DateTimeParseException e) {
      throw new ConfigException(
          List.of(
              new ConfigFault(
                  "DATA_DIR",
                  file.toString(),
                  "cannot be read (" + e.getClass().getSimpleName() + ")",
                  "Bring it back from a copy of DATA_DIR; it says where the data was moved to")));
    }
  }

  MigratedMark finishedAt(Instant now) {
    return new MigratedMark(id, to, begun, now);
  }

  /** Puts it into a directory, whole or not at all, and on disk when this returns. */
  void writeTo(Path dataDirectory) {
    try {
      WholeFile.write(dataDirectory.resolve(FILE), text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text() throws IOException {
    Properties lines = new Properties();
    lines.setProperty(ID, id);
    lines.setProperty(TO, to);
    lines.setProperty(BEGUN, begun.toString());
    if (finished != null) {
      lines.setProperty(FINISHED, finished.toString());
    }
    StringWriter out = new StringWriter();
    lines.store(out, "Where the data of this directory was moved by letterlock migrate");
    return out.toString();
  }
}
