package dev.letterlock.storage.mongo;

import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.storage.account.BulkImport;
import dev.letterlock.storage.account.ImportedUser;
import dev.letterlock.storage.device.DeviceStore.RegisterResult;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.prekey.MongoPreKeyStore;
import dev.letterlock.storage.mongo.prekey.PreKeyLedger;
import dev.letterlock.storage.mongo.prekey.UploadHash;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * Imports by one {@code insertMany} per collection: users, devices, key ids, keys, and last the
 * lists, which are the commit point. What another account holds already refuses its user alone; the
 * documents that this call added for a refused user are taken back.
 */
final class MongoBulkImport implements BulkImport {
  private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

  private final MongoCollection<Document> users;
  private final MongoCollection<Document> devices;
  private final MongoCollection<Document> ledger;
  private final MongoCollection<Document> preKeys;
  private final MongoCollection<Document> lists;
  private final Await await;

  MongoBulkImport(MongoDatabase database, Await await) {
    this.users = database.getCollection(MongoUserStore.COLLECTION);
    this.devices = database.getCollection(MongoDeviceStore.COLLECTION);
    this.ledger = database.getCollection(PreKeyLedger.COLLECTION);
    this.preKeys = database.getCollection(MongoPreKeyStore.COLLECTION);
    this.lists = database.getCollection(MongoDeviceListStore.COLLECTION);
    this.await = await;
  }

  @Override
  public List<Outcome> add(List<ImportedUser> imported, Instant now) {
    ImportBatch batch = new ImportBatch(imported);
    addUsers(batch, now);
    addDevices(batch, LocalDate.ofInstant(now, ZoneOffset.UTC));
    takeBackRefused(batch);
    addPreKeys(batch, now);
    addLists(batch);
    return batch.outcomes();
  }

  private void addUsers(ImportBatch batch, Instant now) {
    List<ImportBatch.Row> rows = batch.rows();
    List<Document> documents = rows.stream().map(row -> user(row.user(), now)).toList();
    Set<Integer> taken = insert(users, documents);
    Map<Object, Document> there = byKey(users, documents, taken);
    for (int i = 0; i < documents.size(); i++) {
      Document wanted = documents.get(i);
      Document found = there.get(wanted.get("_id"));
      if (!taken.contains(i)) {
        rows.get(i).addUser(wanted.get("_id", Binary.class));
      } else if (found == null) {
        rows.get(i).refuse(Outcome.NAME_TAKEN);
      } else if (!wanted
          .getString(MongoUserStore.NAME)
          .equals(found.getString(MongoUserStore.NAME))) {
        rows.get(i).refuse(Outcome.CONFLICT);
      }
    }
  }

  private void addDevices(ImportBatch batch, LocalDate today) {
    List<ImportBatch.Row> owners = new ArrayList<>();
    List<ImportedUser.Device> wanted = new ArrayList<>();
    for (ImportBatch.Row row : batch.accepted()) {
      for (ImportedUser.Device device : row.user().devices()) {
        owners.add(row);
        wanted.add(device);
      }
    }
    List<Document> documents =
        wanted.stream()
            .map(device -> MongoDeviceStore.document(device.registration(), today))
            .toList();
    Set<Integer> taken = insert(devices, documents);
    Map<Object, Document> there = byKey(devices, documents, taken);
    for (int i = 0; i < documents.size(); i++) {
      Binary key = documents.get(i).get("_id", Binary.class);
      if (taken.contains(i)) {
        var found = Optional.ofNullable(there.get(key)).map(MongoDeviceStore::record);
        refuseUnlessSame(
            owners.get(i), MongoDeviceStore.whyTaken(wanted.get(i).registration(), found));
      } else {
        owners.get(i).addDevice(key);
      }
    }
  }

  private static void refuseUnlessSame(ImportBatch.Row row, RegisterResult why) {
    switch (why) {
      case REGISTERED, ALREADY_THERE -> {}
      case DEVICE_TAKEN -> row.refuse(Outcome.CONFLICT);
      case KEY_SEEN -> row.refuse(Outcome.KEY_SEEN);
    }
  }

  private void takeBackRefused(ImportBatch batch) {
    List<Binary> addedDevices = batch.addedDevicesOfRefused();
    List<Binary> addedUsers = batch.addedUsersOfRefused();
    if (!addedDevices.isEmpty()) {
      await.one(devices.deleteMany(in("_id", addedDevices)));
    }
    if (!addedUsers.isEmpty()) {
      await.one(users.deleteMany(in("_id", addedUsers)));
    }
  }

  private void addPreKeys(ImportBatch batch, Instant now) {
    List<Document> entered = new ArrayList<>();
    List<Document> keys = new ArrayList<>();
    for (ImportBatch.Row row : batch.accepted()) {
      for (ImportedUser.Device device : row.user().devices()) {
        Binary key = Keys.device(device.registration().address());
        Binary hash = UploadHash.of(device.preKeys());
        Optional<Document> entry = PreKeyLedger.next(key, null, device.preKeys(), hash);
        entered.add(entry.orElseThrow(() -> new IllegalArgumentException("key ids: repeated")));
        keys.add(
            MongoPreKeyStore.document(
                device.registration().address(), device.preKeys(), hash, now));
      }
    }
    insert(ledger, entered);
    insert(preKeys, keys);
  }

  private void addLists(ImportBatch batch) {
    List<ImportBatch.Row> rows = batch.accepted();
    List<Document> documents =
        rows.stream().map(row -> MongoDeviceListStore.document(row.user().list())).toList();
    Set<Integer> taken = insert(lists, documents);
    Map<Object, Document> there = byKey(lists, documents, taken);
    for (int i : taken) {
      Document found = there.get(documents.get(i).get("_id"));
      boolean same = found != null && MongoDeviceListStore.isSame(found, rows.get(i).user().list());
      rows.get(i).refuse(same ? Outcome.ALREADY_THERE : Outcome.CONFLICT);
    }
  }

  private Set<Integer> insert(MongoCollection<Document> collection, List<Document> documents) {
    return documents.isEmpty()
        ? Set.of()
        : await.takenOf(collection.insertMany(documents, UNORDERED));
  }

  /** What stands under the keys of the documents that could not be inserted. */
  private Map<Object, Document> byKey(
      MongoCollection<Document> collection, List<Document> documents, Set<Integer> taken) {
    Map<Object, Document> found = new HashMap<>();
    if (!taken.isEmpty()) {
      List<Object> keys = taken.stream().map(i -> documents.get(i).get("_id")).toList();
      await.all(collection.find(in("_id", keys))).forEach(each -> found.put(each.get("_id"), each));
    }
    return found;
  }

  private static Document user(ImportedUser user, Instant now) {
    long lastDevice =
        user.devices().stream()
            .mapToLong(device -> Integer.toUnsignedLong(device.registration().address().device()))
            .max()
            .orElse(0);
    return MongoUserStore.document(user.id(), user.name(), user.passwordHash(), now, lastDevice);
  }
}
