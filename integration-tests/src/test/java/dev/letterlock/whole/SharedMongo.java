package dev.letterlock.whole;

import dev.letterlock.server.jobs.store.MongoJobs;
import dev.letterlock.storage.embedded.EmbeddedMongoProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A database outside of the servers under test, as {@code MONGODB_URI} names it: the embedded one
 * in a process of its own, which comes back on the same port after it was killed. Servers on it
 * keep their jobs there ({@link MongoJobs}).
 */
final class SharedMongo implements AutoCloseable {
  private final Path folder;
  private EmbeddedMongoProcess process;

  SharedMongo(Path folder) throws IOException {
    this.folder = folder;
    this.process = EmbeddedMongoProcess.start(file(), 0);
    MongoJobs.prepare(uri());
  }

  /** The flag for {@code serve}. */
  String setting() throws IOException {
    Path uri = folder.resolve("mongodb-uri");
    Files.writeString(uri, uri());
    return "--mongodb-uri-file=" + uri;
  }

  String uri() {
    return process.uri();
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  void startAgain() throws IOException {
    process = EmbeddedMongoProcess.start(file(), process.port());
  }

  @Override
  public void close() {
    process.close();
  }

  private Path file() {
    return folder.resolve("mongo.mv");
  }
}
