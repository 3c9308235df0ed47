package dev.letterlock.storage.mongo.prekey;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.device.ClaimedPreKeys;
import dev.letterlock.storage.device.PreKeyClaim;
import dev.letterlock.storage.device.PreKeyCounts;
import dev.letterlock.storage.device.PreKeyStore;
import dev.letterlock.storage.device.PreKeyUpload;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Pre-keys in the collection {@code prekeys}, one document per device with its one-time keys as
 * arrays, so that a claim is one atomic {@code $pop} whose before-image names what it took. An
 * upload first enters its ids in the {@link PreKeyLedger}; the update of the keys is the commit
 * point.
 */
public final class MongoPreKeyStore implements PreKeyStore {
  public static final String COLLECTION = "prekeys";
  private static final String SIGNED = "spk";

  /** When the signed pre-key was uploaded. */
  public static final String SIGNED_SINCE = "since";

  private static final String ONE_TIME = "opk";
  private static final String KEM_ONE_TIME = "kem";
  private static final String LAST_RESORT = "last";
  private static final String UPLOAD = "upload";

  private final MongoCollection<Document> preKeys;
  private final PreKeyLedger ledger;
  private final RecentClaims recent;
  private final Await await;

  public MongoPreKeyStore(MongoDatabase database, Await await) {
    this.preKeys = database.getCollection(COLLECTION);
    this.ledger = new PreKeyLedger(database, await);
    this.recent = new RecentClaims();
    this.await = await;
  }

  @Override
  public UploadResult upload(DeviceAddress device, PreKeyUpload upload, Instant now) {
    Binary hash = UploadHash.of(upload);
    Document stored = await.first(preKeys.find(key(device)));
    if (stored != null && hash.equals(stored.get(UPLOAD))) {
      return UploadResult.STORED;
    }
    PreKeyUpload fresh = stored == null ? upload : withoutCurrent(stored, upload);
    if (size(stored, ONE_TIME) + fresh.oneTime().size() > MAX_ONE_TIME
        || size(stored, KEM_ONE_TIME) + fresh.kemOneTime().size() > MAX_KEM_ONE_TIME) {
      return UploadResult.TOO_MANY;
    }
    if (!ledger.enter(Keys.device(device), fresh, hash)) {
      return UploadResult.ID_REUSED;
    }
    // Matches nothing when a repetition was faster; its upsert then meets the device's document.
    Bson unlessDone = key(device).append(UPLOAD, new Document("$ne", hash));
    await.unlessTaken(
        preKeys.updateOne(
            unlessDone, addition(fresh, hash, now), new UpdateOptions().upsert(true)));
    return UploadResult.STORED;
  }

  @Override
  public PreKeyCounts counts(DeviceAddress device) {
    Document stored = await.first(preKeys.find(key(device)));
    Date since = stored == null ? null : stored.getDate(SIGNED_SINCE);
    return new PreKeyCounts(
        size(stored, ONE_TIME),
        size(stored, KEM_ONE_TIME),
        since == null ? null : since.toInstant(),
        stored != null && stored.get(LAST_RESORT) != null);
  }

  @Override
  public Optional<ClaimedPreKeys> claim(PreKeyClaim claim) {
    AtomicBoolean runsLow = new AtomicBoolean();
    return recent.once(claim, () -> take(claim, runsLow)).map(of -> claimed(of, runsLow.get()));
  }

  @Override
  public void forget(DeviceAddress device) {
    await.one(preKeys.deleteOne(key(device)));
  }

  @Override
  public void forgetOneTime() {
    Bson none =
        Updates.combine(Updates.set(ONE_TIME, List.of()), Updates.set(KEM_ONE_TIME, List.of()));
    await.one(preKeys.updateMany(new Document(), none));
  }

  /**
   * Takes keys.
   *
   * @param runsLow set if this brought the stock below a low mark
   */
  private @Nullable Document take(PreKeyClaim claim, AtomicBoolean runsLow) {
    if (claim.reserve() != PreKeyClaim.TAKE_NONE) {
      Document before =
          await.first(
              preKeys.findOneAndUpdate(
                  moreThan(claim.reserve(), claim.target()),
                  Updates.combine(Updates.popFirst(ONE_TIME), Updates.popFirst(KEM_ONE_TIME)),
                  new FindOneAndUpdateOptions()
                      .projection(asManyAsIsLow())
                      .returnDocument(ReturnDocument.BEFORE)));
      if (before != null) {
        runsLow.set(
            size(before, ONE_TIME) == LOW_ONE_TIME
                || size(before, KEM_ONE_TIME) == LOW_KEM_ONE_TIME);
        return firstOfEach(before);
      }
    }
    return await.first(
        preKeys
            .find(uploaded(claim.target()))
            .projection(Projections.include(SIGNED, LAST_RESORT)));
  }

  private static Bson moreThan(int reserve, DeviceAddress target) {
    Document uploaded = uploaded(target);
    return reserve == 0
        ? uploaded
        : uploaded.append(ONE_TIME + "." + reserve, new Document("$exists", true));
  }

  private static Document uploaded(DeviceAddress target) {
    return key(target).append(SIGNED, new Document("$ne", null));
  }

  /** The first of each kind is the one that is taken; one more than low tells how many are left. */
  private static Bson asManyAsIsLow() {
    return Projections.fields(
        Projections.include(SIGNED, LAST_RESORT),
        Projections.slice(ONE_TIME, LOW_ONE_TIME + 1),
        Projections.slice(KEM_ONE_TIME, LOW_KEM_ONE_TIME + 1));
  }

  private static Document firstOfEach(Document before) {
    for (String kind : List.of(ONE_TIME, KEM_ONE_TIME)) {
      List<Binary> keys = before.getList(kind, Binary.class, List.of());
      before.put(kind, List.copyOf(keys.subList(0, Math.min(1, keys.size()))));
    }
    return before;
  }

  private static ClaimedPreKeys claimed(Document before, boolean runsLow) {
    OpaqueBytes oneTime = first(before, ONE_TIME);
    OpaqueBytes kem = first(before, KEM_ONE_TIME);
    return new ClaimedPreKeys(
        Keys.opaque(before.get(SIGNED, Binary.class)),
        oneTime,
        kem != null ? kem : Keys.opaqueOrNull(before.get(LAST_RESORT, Binary.class)),
        runsLow);
  }

  /**
   * A device's first keys.
   *
   * @param hash of the upload
   */
  public static Document document(
      DeviceAddress device, PreKeyUpload upload, Binary hash, Instant now) {
    return new Document("_id", Keys.device(device))
        .append(SIGNED, Keys.bytesOrNull(upload.signed()))
        .append(SIGNED_SINCE, upload.signed() == null ? null : Date.from(now))
        .append(ONE_TIME, upload.oneTime().stream().map(Keys::bytes).toList())
        .append(KEM_ONE_TIME, upload.kemOneTime().stream().map(Keys::bytes).toList())
        .append(LAST_RESORT, Keys.bytesOrNull(upload.kemLastResort()))
        .append(UPLOAD, hash);
  }

  private static Bson addition(PreKeyUpload upload, Binary hash, Instant now) {
    List<Bson> changes = new ArrayList<>();
    changes.add(Updates.set(UPLOAD, hash));
    changes.add(push(ONE_TIME, upload.oneTime()));
    changes.add(push(KEM_ONE_TIME, upload.kemOneTime()));
    if (upload.signed() != null) {
      changes.add(Updates.set(SIGNED, Keys.bytes(upload.signed())));
      changes.add(Updates.set(SIGNED_SINCE, Date.from(now)));
    }
    if (upload.kemLastResort() != null) {
      changes.add(Updates.set(LAST_RESORT, Keys.bytes(upload.kemLastResort())));
    }
    return Updates.combine(changes);
  }

  private static Bson push(String field, List<OpaqueBytes> keys) {
    return Updates.pushEach(field, keys.stream().map(Keys::bytes).toList(), new PushOptions());
  }

  /** A client may send along the signed key and the last resort that are in force. */
  private static PreKeyUpload withoutCurrent(Document stored, PreKeyUpload upload) {
    return new PreKeyUpload(
        unlessCurrent(stored, SIGNED, upload.signed()),
        upload.oneTime(),
        upload.kemOneTime(),
        unlessCurrent(stored, LAST_RESORT, upload.kemLastResort()));
  }

  private static @Nullable OpaqueBytes unlessCurrent(
      Document stored, String field, @Nullable OpaqueBytes key) {
    return key == null || Keys.bytes(key).equals(stored.get(field)) ? null : key;
  }

  private static int size(@Nullable Document stored, String field) {
    List<Binary> keys = stored == null ? null : stored.getList(field, Binary.class);
    return keys == null ? 0 : keys.size();
  }

  private static @Nullable OpaqueBytes first(Document stored, String field) {
    List<Binary> keys = stored.getList(field, Binary.class);
    return keys == null || keys.isEmpty() ? null : Keys.opaque(keys.getFirst());
  }

  private static Document key(DeviceAddress device) {
    return Where.key(Keys.device(device));
  }
}
