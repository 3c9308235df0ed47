package dev.letterlock.storage.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.device.DeviceRecord;
import dev.letterlock.storage.device.DeviceRegistration;
import dev.letterlock.storage.device.DeviceStore;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;

/**
 * Devices in the collection {@code devices}: {@code _id} user and device, unique {@code dsk} and
 * {@code dhk}.
 */
final class MongoDeviceStore implements DeviceStore {
  static final String COLLECTION = "devices";
  static final String SIGNING_KEY = "dsk";
  static final String AGREEMENT_KEY = "dhk";
  static final String REGISTRATION = "reg";
  static final String CERT_HASH = "hash";
  static final String LAST_SEEN = "seen";
  static final String REVOKED = "revoked";
  private static final String CERTIFICATE = "cert";
  private static final int SEEN_BATCH = 1_000;

  private final MongoCollection<Document> devices;
  private final Await await;

  MongoDeviceStore(MongoDatabase database, Await await) {
    this.devices = database.getCollection(COLLECTION);
    this.await = await;
  }

  @Override
  public RegisterResult register(DeviceRegistration registration, LocalDate today) {
    if (await.unlessTaken(devices.insertOne(document(registration, today)))) {
      return RegisterResult.REGISTERED;
    }
    return whyTaken(registration, byAddress(registration.address()));
  }

  /** Tells the two unique keys apart by what stands under the device's own key. */
  static RegisterResult whyTaken(DeviceRegistration wanted, Optional<DeviceRecord> there) {
    if (there.isEmpty()) {
      return RegisterResult.KEY_SEEN;
    }
    return there.get().registered().equals(wanted)
        ? RegisterResult.ALREADY_THERE
        : RegisterResult.DEVICE_TAKEN;
  }

  @Override
  public Optional<DeviceRecord> byAddress(DeviceAddress device) {
    return Optional.ofNullable(await.first(devices.find(key(device))))
        .map(MongoDeviceStore::record);
  }

  @Override
  public List<DeviceRecord> byUser(UserId user) {
    return await.all(devices.find(ofUser(user)).sort(Sorts.ascending("_id"))).stream()
        .map(MongoDeviceStore::record)
        .toList();
  }

  @Override
  public boolean revoke(DeviceAddress device, Instant when) {
    Bson first = key(device).append(REVOKED, null);
    if (await.one(devices.updateOne(first, set(REVOKED, Date.from(when)))).getMatchedCount() == 1) {
      return true;
    }
    return byAddress(device).isPresent();
  }

  @Override
  public void seen(Collection<DeviceAddress> addresses, LocalDate day) {
    List<Binary> keys = addresses.stream().map(Keys::device).toList();
    for (int from = 0; from < keys.size(); from += SEEN_BATCH) {
      List<Binary> batch = keys.subList(from, Math.min(keys.size(), from + SEEN_BATCH));
      await.one(devices.updateMany(in("_id", batch), max(LAST_SEEN, day.toEpochDay())));
    }
  }

  @Override
  public List<DeviceAddress> lastSeenBefore(LocalDate day, int limit) {
    Bson old = and(lt(LAST_SEEN, day.toEpochDay()), eq(REVOKED, null));
    List<DeviceAddress> found = new ArrayList<>();
    for (Document device :
        await.all(devices.find(old).projection(Projections.include("_id")).limit(limit))) {
      found.add(Keys.toDevice(device.get("_id", Binary.class)));
    }
    return found;
  }

  /** All keys that begin with the user; devices are u32. */
  static Bson ofUser(UserId user) {
    return Where.keys(Keys.device(user, 0), Keys.device(user, -1));
  }

  static Document document(DeviceRegistration device, LocalDate today) {
    return new Document("_id", Keys.device(device.address()))
        .append(REGISTRATION, device.registration())
        .append(CERTIFICATE, Keys.bytes(device.certificate()))
        .append(CERT_HASH, Keys.bytes(device.certHash()))
        .append(SIGNING_KEY, Keys.bytes(device.signingKey()))
        .append(AGREEMENT_KEY, Keys.bytes(device.agreementKey()))
        .append(LAST_SEEN, today.toEpochDay());
  }

  static DeviceRecord record(Document device) {
    Date revoked = device.getDate(REVOKED);
    return new DeviceRecord(
        new DeviceRegistration(
            Keys.toDevice(device.get("_id", Binary.class)),
            device.getInteger(REGISTRATION),
            Keys.opaque(device.get(CERTIFICATE, Binary.class)),
            Keys.opaque(device.get(CERT_HASH, Binary.class)),
            Keys.opaque(device.get(SIGNING_KEY, Binary.class)),
            Keys.opaque(device.get(AGREEMENT_KEY, Binary.class))),
        LocalDate.ofEpochDay(device.getLong(LAST_SEEN)),
        revoked == null ? null : revoked.toInstant());
  }

  private static Document key(DeviceAddress device) {
    return Where.key(Keys.device(device));
  }
}
