package dev.letterlock.server.api;

import dev.letterlock.storage.blob.BlobStore;
import dev.letterlock.storage.blob.local.LocalBlobStore;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.stream.Stream;

/** The embedded database of this run; tests use names and ids of their own. */
final class TestStores {

  private static final Path DIRECTORY = directory();
  private static final String URI = open();

  private TestStores() {}

  static MongoStores open(Clock clock) {
    MongoStores stores = MongoStores.open(MongoConfig.of(URI), clock);
    stores.migrate("tests");
    return stores;
  }

  /** The bytes of attachments, beside that database. */
  static BlobStore blobs() {
    try {
      return LocalBlobStore.in(DIRECTORY.resolve("blobs"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("letterlock-test-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lives as long as this JVM. */
  @SuppressWarnings("resource")
  private static String open() {
    EmbeddedMongo mongo = EmbeddedMongo.open(DIRECTORY.resolve("mongo.mv"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(mongo)));
    return mongo.uri();
  }

  private static void close(EmbeddedMongo mongo) {
    mongo.close();
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
