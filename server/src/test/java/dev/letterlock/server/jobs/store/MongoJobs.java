package dev.letterlock.server.jobs.store;

import dev.letterlock.server.config.value.Secret;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;

/** Jobs in a MongoDB that may be the embedded one, which refuses JobRunr's migrations. */
public final class MongoJobs {
  private MongoJobs() {}

  public static JobStorage withoutMigrations(String uri) {
    return new MongoStorage(new Secret(uri), DatabaseOptions.NO_VALIDATE);
  }
}
