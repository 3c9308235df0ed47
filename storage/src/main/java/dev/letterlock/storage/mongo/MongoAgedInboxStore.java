package dev.letterlock.storage.mongo;

import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.message.AgedEntry;
import dev.letterlock.storage.message.AgedInboxStore;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import reactor.core.publisher.Flux;

/** Aged entries in the collection {@code aged}: {@code _id} device and cursor. */
final class MongoAgedInboxStore implements AgedInboxStore {
  static final String COLLECTION = "aged";
  static final String EXPIRES = "expires";
  private static final String ENVELOPE = "envelope";
  private static final Cursor LAST = new Cursor(-1, -1);

  private final MongoCollection<Document> aged;
  private final Await await;

  MongoAgedInboxStore(MongoDatabase database, Await await) {
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
  public void deleteUpTo(DeviceAddress device, Cursor upTo) {
    await.one(
        aged.deleteMany(Where.keys(Keys.entry(device, Cursor.ZERO), Keys.entry(device, upTo))));
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
    deleteUpTo(device, LAST);
  }

  @Override
  public List<AgedEntry> expired(Instant now, int limit) {
    return await.all(
        Flux.from(aged.find(lt(EXPIRES, Date.from(now))).limit(limit))
            .map(MongoAgedInboxStore::entry));
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
