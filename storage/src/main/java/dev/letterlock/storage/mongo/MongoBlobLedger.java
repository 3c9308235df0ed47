package dev.letterlock.storage.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.blob.BlobLedger;
import dev.letterlock.storage.blob.BlobRecord;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;

/**
 * Blobs in the collection {@code blobs}: {@code _id} blob; and what they take in {@code blobUse}:
 * {@code _id} owner, changed by compare-and-set. The sum is raised before a record is written and
 * lowered after one is gone, so that whatever is cut short it is too high rather than too low; it
 * is counted anew when it seems to be at the quota and nobody has changed it lately.
 */
final class MongoBlobLedger implements BlobLedger {
  static final String COLLECTION = "blobs";
  static final String OWNER = "owner";
  static final String EXPIRES = "expires";

  private static final String USE = "blobUse";
  private static final String SIZE = "size";
  private static final String DIGEST = "digest";
  private static final String BYTES = "bytes";
  private static final String CHANGED = "changed";

  /** Nobody takes longer from a change of the sum to that of the record. */
  private static final Duration UNSETTLED = Duration.ofMinutes(1);

  private final MongoCollection<Document> blobs;
  private final MongoCollection<Document> use;
  private final Await await;
  private final InstantSource clock;

  MongoBlobLedger(MongoDatabase database, Await await, InstantSource clock) {
    this.blobs = database.getCollection(COLLECTION);
    this.use = database.getCollection(USE);
    this.await = await;
    this.clock = clock;
  }

  @Override
  public boolean begin(BlobRecord upload, long quota) {
    if (!take(upload, quota) && !(recount(upload.owner()) && take(upload, quota))) {
      return false;
    }
    await.one(blobs.insertOne(document(upload)));
    return true;
  }

  @Override
  public Optional<BlobRecord> find(UUID blob) {
    return Optional.ofNullable(await.first(blobs.find(key(blob)))).map(MongoBlobLedger::record);
  }

  @Override
  public boolean complete(UUID blob, OpaqueBytes digest, Instant expires) {
    Document upload = key(blob).append(DIGEST, null);
    boolean completed =
        await
                .one(
                    blobs.updateOne(
                        upload,
                        combine(set(DIGEST, Keys.bytes(digest)), set(EXPIRES, Date.from(expires)))))
                .getMatchedCount()
            == 1;
    return completed || find(blob).map(BlobRecord::digest).filter(digest::equals).isPresent();
  }

  @Override
  public void forget(UUID blob) {
    Optional<BlobRecord> there = find(blob);
    if (there.isPresent()) {
      Document owner = Where.key(Keys.id(there.get().owner()));
      await.one(use.updateOne(owner, now()));
      if (await.first(blobs.findOneAndDelete(key(blob))) != null) {
        await.one(use.updateOne(owner, combine(inc(BYTES, -there.get().charge()), now())));
      }
    }
  }

  @Override
  public List<BlobRecord> expired(Instant now, int limit) {
    return await.all(blobs.find(lte(EXPIRES, Date.from(now))).limit(limit)).stream()
        .map(MongoBlobLedger::record)
        .toList();
  }

  private boolean take(BlobRecord upload, long quota) {
    Binary owner = Keys.id(upload.owner());
    while (true) {
      Document before = await.first(use.find(Where.key(owner)));
      if (before == null) {
        Document nothing =
            new Document("_id", owner).append(BYTES, 0L).append(CHANGED, Date.from(Instant.EPOCH));
        await.unlessTaken(use.insertOne(nothing));
      } else if (before.getLong(BYTES) + upload.charge() > quota) {
        return false;
      } else if (change(before, before.getLong(BYTES) + upload.charge())) {
        return true;
      }
    }
  }

  /**
   * Sums the records up, where nobody is between a record and the sum: all who change them note the
   * time before.
   *
   * @return whether it is another sum now
   */
  private boolean recount(UserId owner) {
    Binary key = Keys.id(owner);
    Document before = await.first(use.find(Where.key(key)));
    Instant settled = clock.instant().minus(UNSETTLED);
    if (before == null || before.getDate(CHANGED).toInstant().isAfter(settled)) {
      return false;
    }
    long sum =
        await.all(blobs.find(eq(OWNER, key))).stream()
            .mapToLong(document -> record(document).charge())
            .sum();
    return sum != before.getLong(BYTES) && change(before, sum);
  }

  /** Sets the sum unless somebody did meanwhile. */
  private boolean change(Document before, long bytes) {
    Document unchanged =
        Where.key(before.get("_id", Binary.class))
            .append(BYTES, before.get(BYTES))
            .append(CHANGED, before.get(CHANGED));
    return await.one(use.updateOne(unchanged, combine(set(BYTES, bytes), now()))).getMatchedCount()
        == 1;
  }

  private Bson now() {
    return set(CHANGED, Date.from(clock.instant()));
  }

  private static Document document(BlobRecord blob) {
    return new Document("_id", Keys.uuid(blob.blob()))
        .append(OWNER, Keys.id(blob.owner()))
        .append(SIZE, blob.size())
        .append(DIGEST, Keys.bytesOrNull(blob.digest()))
        .append(EXPIRES, Date.from(blob.expires()));
  }

  private static BlobRecord record(Document blob) {
    return new BlobRecord(
        Keys.toUuid(blob.get("_id", Binary.class)),
        Keys.toUser(blob.get(OWNER, Binary.class)),
        blob.getLong(SIZE),
        Keys.opaqueOrNull(blob.get(DIGEST, Binary.class)),
        blob.getDate(EXPIRES).toInstant());
  }

  private static Document key(UUID blob) {
    return Where.key(Keys.uuid(blob));
  }
}
