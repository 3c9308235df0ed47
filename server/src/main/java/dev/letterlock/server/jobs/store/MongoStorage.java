package dev.letterlock.server.jobs.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.letterlock.settings.value.Secret;
import java.util.concurrent.TimeUnit;
import org.bson.UuidRepresentation;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.nosql.mongo.MongoDBStorageProvider;

/**
 * JobRunr's collections in MongoDB, beside the server's own; every write is on the disks of a
 * majority when it returns. Its provider needs a real server: the embedded engine refuses its
 * migrations (docs/ARCHITECTURE.md).
 */
final class MongoStorage implements JobStorage {
  static final String DATABASE = "letterlock";

  /** JobRunr calls one of its collections {@code migrations}, as the stores do. */
  static final String PREFIX = "jobs_";

  private static final int SELECT_SECONDS = 5;
  private static final int ANSWER_SECONDS = 15;

  private final ConnectionString uri;

  MongoStorage(Secret uri) {
    this.uri = new ConnectionString(uri.expose());
  }

  @Override
  public Opened open() {
    MongoClient client = MongoClients.create(settings());
    try {
      String named = uri.getDatabase();
      String database = named == null ? DATABASE : named;
      MongoDBStorageProvider provider =
          new MongoDBStorageProvider(client, database, PREFIX, DatabaseOptions.CREATE);
      return new Opened(provider, false, () -> {}, client::close);
    } catch (RuntimeException failure) {
      client.close();
      throw failure;
    }
  }

  @Override
  public String toString() {
    return "MongoDB at " + uri.getHosts();
  }

  /** Every wait is bounded, so that an outage is noticed and the server can stop during one. */
  private MongoClientSettings settings() {
    return MongoClientSettings.builder()
        .applyConnectionString(uri)
        .applicationName("letterlock-jobs")
        .uuidRepresentation(UuidRepresentation.STANDARD)
        .writeConcern(WriteConcern.MAJORITY.withJournal(true))
        .readConcern(ReadConcern.MAJORITY)
        .applyToClusterSettings(
            cluster -> cluster.serverSelectionTimeout(SELECT_SECONDS, TimeUnit.SECONDS))
        .applyToSocketSettings(socket ->
            socket
                .connectTimeout(SELECT_SECONDS, TimeUnit.SECONDS)
                .readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
        .build();
  }
}
