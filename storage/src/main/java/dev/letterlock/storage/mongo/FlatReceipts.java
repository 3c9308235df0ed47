package dev.letterlock.storage.mongo;

import static com.mongodb.client.model.Filters.exists;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Where;
import dev.letterlock.storage.mongo.message.MongoReceiptStore;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;

/** Takes the watermarks of receipts out of {@code from.<device>}: see {@link MongoReceiptStore}. */
final class FlatReceipts {
  private static final String FROM = "from";
  private static final int AT_ONCE = 1000;

  private FlatReceipts() {}

  static void run(MongoDatabase database, Await await) {
    MongoCollection<Document> receipts = database.getCollection(MongoReceiptStore.COLLECTION);
    List<Document> nested;
    do {
      nested = await.all(receipts.find(exists(FROM)).limit(AT_ONCE));
      nested.forEach(found -> flatten(found, receipts, await));
    } while (!nested.isEmpty());
  }

  private static void flatten(Document found, MongoCollection<Document> receipts, Await await) {
    Document highest = new Document();
    Document from = found.get(FROM, Document.class);
    for (String device : from.keySet()) {
      from.get(device, Document.class).forEach((kind, value) -> highest.put(kind + device, value));
    }
    Document change = new Document("$unset", new Document(FROM, ""));
    if (!highest.isEmpty()) {
      change.append("$max", highest);
    }
    await.one(receipts.updateOne(Where.key(found.get("_id", Binary.class)), change));
  }
}
