package dev.letterlock.storage;

import dev.letterlock.storage.embedded.EmbeddedMongo;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A migrated database that all contract tests of one run share; they use ids of their own. */
public final class TestDatabase {
  private static final List<TestDatabase> ALL = open();

  private final String name;
  private final MongoConfig config;
  private final MongoStores stores;

  private TestDatabase(String name, MongoConfig config) {
    this.name = name;
    this.config = config;
    this.stores = MongoStores.open(config, Clock.systemUTC());
  }

  static Stream<TestDatabase> all() {
    return ALL.stream();
  }

  public MongoStores stores() {
    return stores;
  }

  /** The same database under a clock of the caller's, who closes it. */
  public MongoStores stores(Clock clock) {
    return MongoStores.open(config, clock);
  }

  @Override
  public String toString() {
    return name;
  }

  private static List<TestDatabase> open() {
    List<TestDatabase> databases = new ArrayList<>();
    databases.add(open("embedded", embedded()));
    String uri = System.getenv("MONGODB_URI");
    if (uri == null) {
      System.out.println(
          "MONGODB_URI is not set: the store contracts run on the embedded server only");
    } else {
      databases.add(open("MONGODB_URI", uri));
    }
    return databases;
  }

  private static TestDatabase open(String name, String uri) {
    MongoConfig patient = new MongoConfig(uri, Duration.ofMinutes(1), Duration.ofMinutes(1), 64);
    TestDatabase database = new TestDatabase(name, patient);
    database.stores.migrate("tests-" + UUID.randomUUID());
    return database;
  }

  /** Lives as long as this JVM. */
  private static String embedded() {
    try {
      Path directory = Files.createTempDirectory("letterlock-stores");
      EmbeddedMongo server = EmbeddedMongo.open(directory.resolve("mongo.mv"));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server, directory)));
      return server.uri();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(EmbeddedMongo server, Path directory) {
    server.close();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
