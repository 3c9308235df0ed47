package dev.letterlock.server.jobs.store;

import dev.letterlock.settings.value.Secret;
import java.nio.file.Path;
import org.jobrunr.storage.StorageProvider;

/** Where the jobs are kept. */
public sealed interface JobStorage permits H2Storage, MongoStorage {

  /** In a file below {@code directory}, which is made when missing. */
  static JobStorage embedded(Path directory) {
    return H2Storage.file(directory);
  }

  /** In the database that a {@code mongodb:} URI names, or {@code letterlock} if it names none. */
  static JobStorage mongo(Secret uri) {
    return new MongoStorage(uri);
  }

  /**
   * Connects, and brings JobRunr's tables up to date. Each call makes a connection of its own.
   *
   * @throws RuntimeException if the database is away
   */
  Opened open();

  /** Shown to operators: what it is, without a secret. */
  @Override
  String toString();

  /**
   * An open connection.
   *
   * @param exclusive whether no other process may use it, so that whatever stands there as a
   *     running server is a dead one
   * @param keep returns when all that was written is on disk
   * @param disconnect closes the connection
   */
  record Opened(StorageProvider provider, boolean exclusive, Runnable keep, Runnable disconnect) {}
}
