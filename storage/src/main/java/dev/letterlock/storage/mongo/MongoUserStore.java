package dev.letterlock.storage.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.account.UserRecord;
import dev.letterlock.storage.account.UserStore;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** Accounts in the collection {@code users}: {@code _id} user, unique {@code name}. */
final class MongoUserStore implements UserStore {
  static final String COLLECTION = "users";
  static final String NAME = "name";
  private static final String HASH = "hash";
  private static final String DISABLED = "off";
  private static final String CREATED = "made";
  private static final String LAST_DEVICE = "device";
  private static final int MAX_PAGE = 1_000;

  private final MongoCollection<Document> users;
  private final Await await;
  private final Clock clock;

  MongoUserStore(MongoDatabase database, Await await, Clock clock) {
    this.users = database.getCollection(COLLECTION);
    this.await = await;
    this.clock = clock;
  }

  @Override
  public CreateResult create(String name, @Nullable String passwordHash) {
    UserId id = UserId.of(UUID.randomUUID());
    Instant now = Instant.ofEpochMilli(clock.millis());
    Document user = document(id, name, passwordHash, now, 0);
    if (!await.unlessTaken(users.insertOne(user))) {
      return new NameTaken(name);
    }
    return new Created(new UserRecord(id, name, passwordHash, false, now));
  }

  @Override
  public Optional<UserRecord> byName(String name) {
    return Optional.ofNullable(await.first(users.find(eq(NAME, name)))).map(MongoUserStore::record);
  }

  @Override
  public Optional<UserRecord> byId(UserId user) {
    return Optional.ofNullable(await.first(users.find(key(user)))).map(MongoUserStore::record);
  }

  @Override
  public boolean setPasswordHash(UserId user, String passwordHash) {
    return await.one(users.updateOne(key(user), set(HASH, passwordHash))).getMatchedCount() == 1;
  }

  @Override
  public boolean setDisabled(UserId user, boolean disabled) {
    return await.one(users.updateOne(key(user), set(DISABLED, disabled))).getMatchedCount() == 1;
  }

  @Override
  public List<UserRecord> list(@Nullable UserId after, int limit) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1.." + MAX_PAGE + ")");
    }
    Bson page = after == null ? new Document() : gt("_id", Keys.id(after));
    return await.all(users.find(page).sort(Sorts.ascending("_id")).limit(limit)).stream()
        .map(MongoUserStore::record)
        .toList();
  }

  @Override
  public Optional<Integer> nextDeviceId(UserId user) {
    Document found =
        await.first(
            users.findOneAndUpdate(
                key(user),
                inc(LAST_DEVICE, 1L),
                new FindOneAndUpdateOptions()
                    .projection(Projections.include(LAST_DEVICE))
                    .returnDocument(ReturnDocument.AFTER)));
    return Optional.ofNullable(found).map(after -> (int) (long) after.getLong(LAST_DEVICE));
  }

  @Override
  public void skipDeviceIds(int count) {
    await.one(users.updateMany(new Document(), inc(LAST_DEVICE, (long) count)));
  }

  /**
   * A new account.
   *
   * @param lastDevice u32, the highest device id that is taken, 0 if none is
   */
  static Document document(
      UserId id, String name, @Nullable String passwordHash, Instant created, long lastDevice) {
    return new Document("_id", Keys.id(id))
        .append(NAME, name)
        .append(HASH, passwordHash)
        .append(DISABLED, false)
        .append(CREATED, Date.from(created))
        .append(LAST_DEVICE, lastDevice);
  }

  private static Bson key(UserId user) {
    return Where.key(Keys.id(user));
  }

  private static UserRecord record(Document user) {
    return new UserRecord(
        Keys.toUser(user.get("_id", Binary.class)),
        user.getString(NAME),
        user.getString(HASH),
        user.getBoolean(DISABLED),
        user.getDate(CREATED).toInstant());
  }
}
