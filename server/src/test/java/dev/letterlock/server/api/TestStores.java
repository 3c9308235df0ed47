package dev.letterlock.server.api;

import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** The embedded database of this run; tests use names and ids of their own. */
final class TestStores {

  private static final String URI = open();

  private TestStores() {}

  static MongoStores open(Clock clock) {
    MongoStores stores = MongoStores.open(MongoConfig.of(URI), clock);
    stores.migrate("tests");
    return stores;
  }

  /** Lives as long as this JVM. */
  @SuppressWarnings("resource")
  private static String open() {
    try {
      Path directory = Files.createTempDirectory("letterlock-test-");
      EmbeddedMongo mongo = EmbeddedMongo.open(directory.resolve("mongo.mv"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(mongo, directory)));
      return mongo.uri();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(EmbeddedMongo mongo, Path directory) {
    mongo.close();
    try (var files = Files.list(directory)) {
      files.forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    directory.toFile().delete();
  }
}
