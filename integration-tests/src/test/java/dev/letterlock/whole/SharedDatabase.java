package dev.letterlock.whole;

import dev.letterlock.server.jobs.store.MongoJobs;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The database of {@link SharedMongo} as {@code loadtest ledger --database} starts it. */
final class SharedDatabase {
  private SharedDatabase() {}

  /**
   * Serves a file in the folder (first argument) on the port (second) until killed, or until its
   * input ends, which it does with the process that started it. At the first start it is made ready
   * for jobs before anybody can connect there.
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]).resolve("mongo.mv");
    if (!Files.exists(file)) {
      try (EmbeddedMongo fresh = EmbeddedMongo.open(file)) {
        MongoJobs.prepare(fresh.uri());
      }
    }
    try (EmbeddedMongo _ = EmbeddedMongo.open(file, Integer.parseInt(arguments[1]))) {
      System.in.readAllBytes();
    }
  }
}
