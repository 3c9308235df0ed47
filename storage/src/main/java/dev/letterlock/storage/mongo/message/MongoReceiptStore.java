package dev.letterlock.storage.mongo.message;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.message.Conversation;
import dev.letterlock.storage.message.ReceiptStore;
import dev.letterlock.storage.message.ReceiptWatermark;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * Watermarks in the collection {@code receipts}: {@code _id} conversation and reader, and beside it
 * for each sender device {@code d<device>} and {@code r<device>}, raised by {@code $max}. The
 * fields are flat because the embedded database spends most of an update on a path with dots.
 */
public final class MongoReceiptStore implements ReceiptStore {
  public static final String COLLECTION = "receipts";

  private static final String DELIVERED = "d";
  private static final String READ = "r";

  private final MongoCollection<Document> receipts;
  private final Await await;

  public MongoReceiptStore(MongoDatabase database, Await await) {
    this.receipts = database.getCollection(COLLECTION);
    this.await = await;
  }

  @Override
  public void raise(Collection<ReceiptWatermark> watermarks) {
    Map<Binary, Map<String, Long>> byReader = new LinkedHashMap<>();
    for (ReceiptWatermark mark : watermarks) {
      String device = Keys.deviceField(mark.sender());
      Map<String, Long> highest =
          byReader.computeIfAbsent(
              Keys.receipt(mark.conversation(), mark.reader()), _ -> new LinkedHashMap<>());
      raise(highest, DELIVERED + device, mark.delivered());
      raise(highest, READ + device, mark.read());
    }
    List<WriteModel<Document>> writes = new ArrayList<>();
    byReader.forEach((key, highest) -> addWrite(writes, key, highest));
    if (!writes.isEmpty()) {
      await.one(receipts.bulkWrite(writes, new BulkWriteOptions().ordered(false)));
    }
  }

  @Override
  public List<ReceiptWatermark> of(Conversation conversation) {
    List<Binary> keys =
        conversation.members().stream()
            .map(reader -> Keys.receipt(conversation.id(), reader))
            .toList();
    return await.all(receipts.find(in("_id", keys))).stream()
        .flatMap(found -> watermarks(conversation, found))
        .toList();
  }

  private static void raise(Map<String, Long> highest, String field, long value) {
    if (value != 0) {
      highest.merge(field, value, Math::max);
    }
  }

  private static void addWrite(
      List<WriteModel<Document>> writes, Binary key, Map<String, Long> highest) {
    if (!highest.isEmpty()) {
      writes.add(
          new UpdateOneModel<>(
              Where.key(key),
              new Document("$max", new Document(highest)),
              new UpdateOptions().upsert(true)));
    }
  }

  private static Stream<ReceiptWatermark> watermarks(Conversation conversation, Document found) {
    UserId reader = Keys.toReader(found.get("_id", Binary.class));
    return found.keySet().stream()
        .filter(field -> field.startsWith(DELIVERED) || field.startsWith(READ))
        .map(field -> field.substring(1))
        .distinct()
        .map(device ->
            new ReceiptWatermark(
                conversation.id(),
                reader,
                Keys.parseDeviceField(device),
                found.get(DELIVERED + device, 0L),
                found.get(READ + device, 0L)));
  }
}
