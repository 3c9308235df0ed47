package dev.letterlock.storage.mongo;

import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;

import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.storage.account.EndedLoginStore;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;

/** Ended logins in the collection {@code endedLogins}: {@code _id} login. */
final class MongoEndedLoginStore implements EndedLoginStore {
  static final String COLLECTION = "endedLogins";
  static final String UNTIL = "until";

  private final MongoCollection<Document> logins;
  private final Await await;

  MongoEndedLoginStore(MongoDatabase database, Await await) {
    this.logins = database.getCollection(COLLECTION);
    this.await = await;
  }

  @Override
  public void add(UUID login, Instant until) {
    Binary id = Keys.uuid(login);
    Document ended = new Document("_id", id).append(UNTIL, Date.from(until));
    await.one(logins.replaceOne(Where.key(id), ended, new ReplaceOptions().upsert(true)));
  }

  @Override
  public List<UUID> at(Instant now) {
    return await.all(logins.find(gt(UNTIL, Date.from(now)))).stream()
        .map(ended -> Keys.toUuid(ended.get("_id", Binary.class)))
        .toList();
  }

  @Override
  public long expire(Instant now) {
    return await.one(logins.deleteMany(lte(UNTIL, Date.from(now)))).getDeletedCount();
  }
}
