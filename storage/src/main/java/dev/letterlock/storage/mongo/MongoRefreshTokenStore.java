package dev.letterlock.storage.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.account.RefreshTokenStore;
import dev.letterlock.storage.account.TokenFamily;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Families in {@code families} ({@code _id} device), and in {@code tokens} ({@code _id} hash) which
 * family a token belongs to, spent ones included. The family names its current token; changing that
 * is the commit point. As long as nobody has used the current one it also names the token that was
 * exchanged for it, which may come again. A token that is replaced unused is marked as such.
 */
final class MongoRefreshTokenStore implements RefreshTokenStore {
  static final String FAMILIES = "families";
  static final String TOKENS = "tokens";
  static final String EXPIRES = "expires";
  private static final String FAMILY = "family";
  private static final String DEVICE = "device";
  private static final String REGISTRATION = "reg";
  private static final String CURRENT = "current";
  private static final String PREVIOUS = "previous";
  private static final String REPLACED = "replaced";
  private static final String ENDED = "ended";

  private final MongoCollection<Document> families;
  private final MongoCollection<Document> tokens;
  private final Await await;
  private final Clock clock;

  MongoRefreshTokenStore(MongoDatabase database, Await await, Clock clock) {
    this.families = database.getCollection(FAMILIES);
    this.tokens = database.getCollection(TOKENS);
    this.await = await;
    this.clock = clock;
  }

  @Override
  public void create(TokenFamily family, OpaqueBytes tokenHash) {
    addToken(family, tokenHash, family.expires());
    Document document =
        new Document("_id", Keys.device(family.device()))
            .append(FAMILY, Keys.uuid(family.id()))
            .append(REGISTRATION, family.registration())
            .append(CURRENT, Keys.bytes(tokenHash))
            .append(ENDED, false)
            .append(EXPIRES, Date.from(family.expires()));
    await.one(
        families.replaceOne(key(family.device()), document, new ReplaceOptions().upsert(true)));
  }

  @Override
  public RotateResult rotate(OpaqueBytes tokenHash, OpaqueBytes newTokenHash, Instant newExpiry) {
    Document token = await.first(tokens.find(Where.key(Keys.bytes(tokenHash))));
    if (token == null) {
      return new Refused();
    }
    Document found = familyOf(token);
    if (found == null || isOver(token)) {
      return new Ended();
    }
    TokenFamily family = family(found);
    addToken(family, newTokenHash, newExpiry);
    if (exchange(family, tokenHash, newTokenHash, newExpiry)
        || exchangeAgain(family, tokenHash, newTokenHash, newExpiry)) {
      return new Rotated(
          new TokenFamily(
              family.id(), family.device(), family.registration(), toMillis(newExpiry)));
    }
    return reused(family);
  }

  private boolean exchange(
      TokenFamily family, OpaqueBytes token, OpaqueBytes newToken, Instant newExpiry) {
    Bson whereCurrent = alive(family).append(CURRENT, Keys.bytes(token));
    Bson next =
        combine(
            set(CURRENT, Keys.bytes(newToken)),
            set(PREVIOUS, Keys.bytes(token)),
            set(EXPIRES, Date.from(newExpiry)));
    return await.one(families.updateOne(whereCurrent, next)).getMatchedCount() == 1;
  }

  /** A crash before the mark leaves one thing unseen: that somebody holds its access token. */
  private boolean exchangeAgain(
      TokenFamily family, OpaqueBytes token, OpaqueBytes newToken, Instant newExpiry) {
    Bson wherePrevious = alive(family).append(PREVIOUS, Keys.bytes(token));
    Bson next = combine(set(CURRENT, Keys.bytes(newToken)), set(EXPIRES, Date.from(newExpiry)));
    Document before = await.first(families.findOneAndUpdate(wherePrevious, next));
    if (before == null) {
      return false;
    }
    await.one(tokens.updateOne(Where.key(before.get(CURRENT, Binary.class)), set(REPLACED, true)));
    return true;
  }

  @Override
  public boolean use(DeviceAddress device, UUID family, OpaqueBytes tokenHash) {
    Document unused = alive(device, family).append(CURRENT, Keys.bytes(tokenHash));
    await.one(families.updateOne(and(unused, exists(PREVIOUS)), unset(PREVIOUS)));
    Document replaced = Where.key(Keys.bytes(tokenHash)).append(REPLACED, true);
    return await.first(tokens.find(replaced)) == null || !end(device, family);
  }

  @Override
  public Optional<TokenFamily> byDevice(DeviceAddress device) {
    return Optional.ofNullable(living(key(device))).map(MongoRefreshTokenStore::family);
  }

  @Override
  public boolean revoke(DeviceAddress device, UUID family) {
    return await.one(families.updateOne(named(device, family), set(ENDED, true))).getMatchedCount()
        == 1;
  }

  @Override
  public void revokeDevice(DeviceAddress device) {
    await.one(families.updateOne(key(device), set(ENDED, true)));
  }

  @Override
  public void revokeUser(UserId user) {
    await.one(families.updateMany(MongoDeviceStore.ofUser(user), set(ENDED, true)));
  }

  @Override
  public long expire(Instant now) {
    Bson old = lt(EXPIRES, Date.from(now));
    await.one(families.deleteMany(old));
    return await.one(tokens.deleteMany(old)).getDeletedCount();
  }

  /** Of the two who hold a copy of the token one is a thief, and nobody knows which. */
  private RotateResult reused(TokenFamily family) {
    return end(family.device(), family.id()) ? new Reused(family) : new Ended();
  }

  private boolean end(DeviceAddress device, UUID family) {
    Bson living = alive(device, family);
    return await.one(families.updateOne(living, set(ENDED, true))).getMatchedCount() == 1;
  }

  private void addToken(TokenFamily family, OpaqueBytes tokenHash, Instant expires) {
    Document token =
        new Document("_id", Keys.bytes(tokenHash))
            .append(DEVICE, Keys.device(family.device()))
            .append(FAMILY, Keys.uuid(family.id()))
            .append(EXPIRES, Date.from(expires));
    await.unlessTaken(tokens.insertOne(token));
  }

  private @Nullable Document familyOf(Document token) {
    return living(Where.key(token.get(DEVICE, Binary.class)).append(FAMILY, token.get(FAMILY)));
  }

  private @Nullable Document living(Document which) {
    Document found = await.first(families.find(which.append(ENDED, false)));
    return found == null || isOver(found) ? null : found;
  }

  private boolean isOver(Document tokenOrFamily) {
    return !clock.instant().isBefore(tokenOrFamily.getDate(EXPIRES).toInstant());
  }

  private static Document alive(TokenFamily family) {
    return alive(family.device(), family.id());
  }

  private static Document alive(DeviceAddress device, UUID family) {
    return named(device, family).append(ENDED, false);
  }

  private static Document named(DeviceAddress device, UUID family) {
    return key(device).append(FAMILY, Keys.uuid(family));
  }

  private static Document key(DeviceAddress device) {
    return Where.key(Keys.device(device));
  }

  private static Instant toMillis(Instant time) {
    return Instant.ofEpochMilli(time.toEpochMilli());
  }

  private static TokenFamily family(Document found) {
    return new TokenFamily(
        Keys.toUuid(found.get(FAMILY, Binary.class)),
        Keys.toDevice(found.get("_id", Binary.class)),
        found.getInteger(REGISTRATION),
        found.getDate(EXPIRES).toInstant());
  }
}
