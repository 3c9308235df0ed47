package dev.letterlock.server;

import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.ConfigFault;
import dev.letterlock.storage.MoveRecord;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why nobody may serve from what is being moved, or was moved elsewhere. */
final class MoveFaults {
  static final String MIGRATE = "./letterlock migrate";

  private MoveFaults() {}

  /**
   * Refuses a directory whose data is elsewhere.
   *
   * @throws ConfigException then
   */
  static void requireHere(
      @Nullable MigratedMark mark, Path dataDirectory, ServerConfig.Storage config) {
    if (mark == null) {
      return;
    }
    Path file = dataDirectory.resolve(MigratedMark.FILE);
    if (mark.finished() == null) {
      throw fault(
          "DATA_DIR",
          dataDirectory.toString(),
          "is being moved to " + mark.to() + " since " + mark.begun() + ", which is not finished",
          "Run "
              + MIGRATE
              + " again, which goes on where it was; to give it up, empty both databases and delete "
              + file);
    }
    if (config.mongodbUri() == null || config.inboxes().redis() == null) {
      throw fault(
          "DATA_DIR",
          dataDirectory.toString(),
          "was moved to " + mark.to() + " on " + mark.finished(),
          "Set REDIS_URL and MONGODB_URI to serve from there; to go back to what was here then, and"
              + " lose what came since, delete "
              + file);
    }
  }

  /**
   * Refuses a database that not everything was moved to yet, or other data than this directory's.
   *
   * @param key that names the database
   * @throws ConfigException then
   */
  static void requireWhole(String key, @Nullable MoveRecord found, @Nullable MigratedMark mark) {
    if (found != null && !found.finished()) {
      throw fault(
          key,
          "what is there",
          "is being moved there from "
              + found.from()
              + " since "
              + found.begun()
              + ", which is not finished",
          "Run " + MIGRATE + " there again, which goes on where it was");
    }
    if (mark != null
        && mark.finished() != null
        && (found == null || !found.id().equals(mark.id()))) {
      throw fault(
          key,
          "what is there",
          "is not what DATA_DIR was moved to on " + mark.finished() + ", which is " + mark.to(),
          "Correct " + key + ", or give this server another DATA_DIR");
    }
  }

  static ConfigException fault(String key, String origin, String reason, String mend) {
    return new ConfigException(List.of(new ConfigFault(key, origin, reason, mend)));
  }
}
