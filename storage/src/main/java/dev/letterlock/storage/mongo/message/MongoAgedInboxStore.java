package dev.letterlock.storage.mongo.message;

import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.message.AgedEntry;
import dev.letterlock.storage.message.AgedHead;
import dev.letterlock.storage.message.AgedInboxStore;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Aged entries in the collection {@code aged}: {@code _id} device and cursor. */
public final class MongoAgedInboxStore implements AgedInboxStore {
  public static final String COLLECTION = "aged";
  public static final String EXPIRES = "expires";
  private static final String ENVELOPE = "envelope";
  private static final Cursor LAST = new Cursor(-1, -1);
  private static final DeviceAddress LAST_DEVICE = new DeviceAddress(new UserId(-1, -1), -1);
  private static final Binary FIRST_KEY =
      Keys.entry(new DeviceAddress(new UserId(0, 0), 0), Cursor.ZERO);

  private final MongoCollection<Document> aged;
  private final Await await;

  public MongoAgedInboxStore(MongoDatabase database, Await await) {
    this.aged = database.getCollection(COLLECTION);
    this.await = await;
  }

  @Override
  public void copy(Collection<AgedEntry> entries) {
    List<Document> documents = entries.stream().map(MongoAgedInboxStore::document).toList();
    if (!documents.isEmpty()) {
      await.takenOf(aged.insertMany(documents, new InsertManyOptions().ordered(false)));
    }
  }

  @Override
  public List<AgedEntry> read(DeviceAddress device, Cursor after, int maxEntries, int maxBytes) {
    Bson range = Where.keysAfter(Keys.entry(device, after), Keys.entry(device, LAST));
    AtomicLong before = new AtomicLong();
    return await.all(
        Flux.from(aged.find(range).sort(Sorts.ascending("_id")).limit(maxEntries))
            .map(MongoAgedInboxStore::entry)
            .takeWhile(entry -> fits(before, entry.envelope().size(), maxBytes)));
  }

  @Override
  public List<AgedHead> heads(@Nullable DeviceAddress after, int limit) {
    List<AgedHead> heads = new ArrayList<>();
    AgedHead head = head(after);
    while (head != null && heads.size() < limit) {
      heads.add(head);
      head = head(head.device());
    }
    return heads;
  }

  @Override
  public void deleteUpTo(Map<DeviceAddress, Cursor> upTo) {
    List<DeleteManyModel<Document>> deletes =
        upTo.entrySet().stream()
            .map(each -> upTo(each.getKey(), each.getValue()))
            .map(DeleteManyModel<Document>::new)
            .toList();
    if (!deletes.isEmpty()) {
      await.one(aged.bulkWrite(deletes, new BulkWriteOptions().ordered(false)));
    }
  }

  @Override
  public void delete(Collection<AgedEntry> entries) {
    List<DeleteOneModel<Document>> deletes =
        entries.stream()
            .map(entry -> Keys.entry(entry.device(), entry.cursor()))
            .map(key -> new DeleteOneModel<Document>(Where.key(key)))
            .toList();
    if (!deletes.isEmpty()) {
      await.one(aged.bulkWrite(deletes, new BulkWriteOptions().ordered(false)));
    }
  }

  @Override
  public void forget(DeviceAddress device) {
    await.one(aged.deleteMany(upTo(device, LAST)));
  }

  @Override
  public List<AgedEntry> expired(Instant now, int limit) {
    return await.all(
        Flux.from(aged.find(lt(EXPIRES, Date.from(now))).limit(limit))
            .map(MongoAgedInboxStore::entry));
  }

  /** The oldest entry of the first device behind {@code after}. */
  private @Nullable AgedHead head(@Nullable DeviceAddress after) {
    Bson behind =
        Where.keysAfter(
            after == null ? FIRST_KEY : Keys.entry(after, LAST), Keys.entry(LAST_DEVICE, LAST));
    Document first =
        await.first(
            aged.find(behind)
                .projection(Projections.include("_id"))
                .sort(Sorts.ascending("_id"))
                .limit(1));
    if (first == null) {
      return null;
    }
    Binary key = first.get("_id", Binary.class);
    return new AgedHead(Keys.toDevice(key), Keys.toCursor(key));
  }

  private static Bson upTo(DeviceAddress device, Cursor upTo) {
    return Where.keys(Keys.entry(device, Cursor.ZERO), Keys.entry(device, upTo));
  }

  private static boolean fits(AtomicLong before, int size, int maxBytes) {
    long already = before.getAndAdd(size);
    return already == 0 || already + size <= maxBytes;
  }

  private static Document document(AgedEntry entry) {
    return new Document("_id", Keys.entry(entry.device(), entry.cursor()))
        .append(ENVELOPE, Keys.bytes(entry.envelope()))
        .append(EXPIRES, Date.from(entry.expires()));
  }

  private static AgedEntry entry(Document found) {
    Binary key = found.get("_id", Binary.class);
    return new AgedEntry(
        Keys.toDevice(key),
        Keys.toCursor(key),
        Keys.opaque(found.get(ENVELOPE, Binary.class)),
        found.getDate(EXPIRES).toInstant());
  }
}
