package dev.letterlock.storage.mongo.prekey;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.storage.device.PreKeyUpload;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Which key ids a device has used: the collection {@code prekey_ids}, one document per device, kept
 * apart from the keys so that a claim does not rewrite it.
 */
public final class PreKeyLedger {
  public static final String COLLECTION = "prekey_ids";
  private static final String REVISION = "rev";
  private static final String SIGNED = "spk";
  private static final String ONE_TIME = "opk";
  private static final String KEM = "kem";
  private static final String UPLOAD = "upload";

  private final MongoCollection<Document> ledger;
  private final Await await;

  public PreKeyLedger(MongoDatabase database, Await await) {
    this.ledger = database.getCollection(COLLECTION);
    this.await = await;
  }

  /**
   * Enters the ids of an upload, by compare-and-set. The upload entered last may be entered again,
   * which is how one that was cut short before its keys were stored is completed.
   *
   * @param hash names the upload
   * @return false if an id was used before
   */
  public boolean enter(Binary device, PreKeyUpload upload, Binary hash) {
    while (true) {
      Document entered = await.first(ledger.find(Where.key(device)));
      if (entered != null && hash.equals(entered.get(UPLOAD))) {
        return true;
      }
      Optional<Document> next = next(device, entered, upload, hash);
      if (next.isEmpty()) {
        return false;
      }
      if (store(entered, next.get())) {
        return true;
      }
    }
  }

  private boolean store(@Nullable Document before, Document next) {
    if (before == null) {
      return await.unlessTaken(ledger.insertOne(next));
    }
    return await
            .one(
                ledger.replaceOne(
                    Where.key(before.get("_id", Binary.class))
                        .append(REVISION, before.get(REVISION)),
                    next))
            .getMatchedCount()
        == 1;
  }

  /** The device's entry with the upload's ids added; empty if one was used before. */
  public static Optional<Document> next(
      Binary device, @Nullable Document before, PreKeyUpload upload, Binary hash) {
    Document old = before == null ? new Document(REVISION, 0L) : before;
    Optional<UsedIds> signed = used(old, SIGNED).plus(present(upload.signed()));
    Optional<UsedIds> oneTime = used(old, ONE_TIME).plus(upload.oneTime());
    List<OpaqueBytes> kemKeys = new ArrayList<>(upload.kemOneTime());
    kemKeys.addAll(present(upload.kemLastResort()));
    Optional<UsedIds> kem = used(old, KEM).plus(kemKeys);
    if (signed.isEmpty() || oneTime.isEmpty() || kem.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Document("_id", device)
            .append(REVISION, old.getLong(REVISION) + 1)
            .append(SIGNED, signed.get().ids())
            .append(ONE_TIME, oneTime.get().ids())
            .append(KEM, kem.get().ids())
            .append(UPLOAD, hash));
  }

  private static UsedIds used(Document entered, String kind) {
    return UsedIds.of(entered.get(kind, Binary.class));
  }

  private static List<OpaqueBytes> present(@Nullable OpaqueBytes key) {
    return key == null ? List.of() : List.of(key);
  }
}
