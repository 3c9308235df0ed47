package dev.letterlock.storage.mongo;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.message.MongoAgedInboxStore;
import java.util.List;

/**
 * One step of the schema. A step may be cut short and is then run again, so it must stand being
 * repeated; steps are never changed once released, only added.
 *
 * @param version from 1, without holes
 * @param reader the oldest version whose programs work with what the step leaves: at most that of
 *     the release before, whose servers go on meanwhile. What they need is taken away by a step of
 *     a later release
 */
record Migration(int version, int reader, String name, Step step) {
  /** In order. */
  static final List<Migration> ALL =
      List.of(
          new Migration(1, 1, "first indexes", Migration::indexes),
          new Migration(2, 1, "ended logins", Migration::endedLogins),
          new Migration(3, 3, "flat receipts", FlatReceipts::run),
          new Migration(4, 3, "blobs", Migration::blobs),
          new Migration(5, 3, "mailboxes of links", Migration::links));

  private static void indexes(MongoDatabase database, Await await) {
    unique(database, await, MongoUserStore.COLLECTION, MongoUserStore.NAME);
    unique(database, await, MongoDeviceStore.COLLECTION, MongoDeviceStore.SIGNING_KEY);
    unique(database, await, MongoDeviceStore.COLLECTION, MongoDeviceStore.AGREEMENT_KEY);
    plain(database, await, MongoDeviceStore.COLLECTION, MongoDeviceStore.LAST_SEEN);
    plain(database, await, MongoRefreshTokenStore.FAMILIES, MongoRefreshTokenStore.EXPIRES);
    plain(database, await, MongoRefreshTokenStore.TOKENS, MongoRefreshTokenStore.EXPIRES);
    plain(database, await, MongoAgedInboxStore.COLLECTION, MongoAgedInboxStore.EXPIRES);
  }

  private static void endedLogins(MongoDatabase database, Await await) {
    plain(database, await, MongoEndedLoginStore.COLLECTION, MongoEndedLoginStore.UNTIL);
  }

  private static void blobs(MongoDatabase database, Await await) {
    plain(database, await, MongoBlobLedger.COLLECTION, MongoBlobLedger.OWNER);
    plain(database, await, MongoBlobLedger.COLLECTION, MongoBlobLedger.EXPIRES);
  }

  private static void links(MongoDatabase database, Await await) {
    plain(database, await, MongoLinkStore.COLLECTION, MongoLinkStore.UNTIL);
  }

  private static void unique(MongoDatabase database, Await await, String collection, String field) {
    await.first(
        database
            .getCollection(collection)
            .createIndex(Indexes.ascending(field), new IndexOptions().unique(true)));
  }

  private static void plain(MongoDatabase database, Await await, String collection, String field) {
    await.first(database.getCollection(collection).createIndex(Indexes.ascending(field)));
  }

  /** What a migration does. */
  interface Step {
    void run(MongoDatabase database, Await await);
  }
}
