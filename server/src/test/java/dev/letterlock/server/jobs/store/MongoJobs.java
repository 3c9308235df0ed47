package dev.letterlock.server.jobs.store;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.letterlock.settings.value.Secret;
import java.util.List;
import org.bson.Document;
import org.jobrunr.storage.nosql.common.NoSqlDatabaseMigrationsProvider;
import org.jobrunr.storage.nosql.mongo.MongoDBStorageProvider;

/**
 * Lets the program keep its jobs on the embedded MongoDB server. That refuses JobRunr's migrations,
 * which only make indexes and collections that it does without: here they are noted as done, and
 * from then on everything is as it is on a real server.
 */
public final class MongoJobs {
  private MongoJobs() {}

  /** Where jobs are kept, on a database that was prepared. */
  public static JobStorage preparedAt(String uri) {
    prepare(uri);
    return JobStorage.mongo(new Secret(uri));
  }

  /** Notes every migration as done; once for each database that begins empty. */
  public static void prepare(String uri) {
    try (MongoClient client = MongoClients.create(uri)) {
      List<Document> done =
          new NoSqlDatabaseMigrationsProvider(List.of(MongoDBStorageProvider.class))
              .getMigrations()
              .map(migration -> new Document("_id", migration.getClassName()))
              .toList();
      client
          .getDatabase(MongoStorage.DATABASE)
          .getCollection(MongoStorage.PREFIX + "migrations")
          .insertMany(done);
    }
  }
}
