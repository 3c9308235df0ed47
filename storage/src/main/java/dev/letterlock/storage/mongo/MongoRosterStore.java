package dev.letterlock.storage.mongo;

import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.device.Roster;
import dev.letterlock.storage.device.RosterStore;
import dev.letterlock.storage.device.SignedDeviceList;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import dev.letterlock.storage.mongo.prekey.MongoPreKeyStore;
import java.time.LocalDate;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Effective rosters, put together from {@code lists}, {@code devices} and {@code prekeys} by key.
 */
final class MongoRosterStore implements RosterStore {
  private final MongoCollection<Document> lists;
  private final MongoCollection<Document> devices;
  private final MongoCollection<Document> preKeys;
  private final Await await;

  MongoRosterStore(MongoDatabase database, Await await) {
    this.lists = database.getCollection(MongoDeviceListStore.COLLECTION);
    this.devices = database.getCollection(MongoDeviceStore.COLLECTION);
    this.preKeys = database.getCollection(MongoPreKeyStore.COLLECTION);
    this.await = await;
  }

  @Override
  public Optional<Roster> effective(UserId user) {
    Document list =
        await.first(
            lists
                .find(Where.key(Keys.id(user)))
                .projection(include(MongoDeviceListStore.VERSION, MongoDeviceListStore.ENTRIES)));
    if (list == null) {
      return Optional.empty();
    }
    List<SignedDeviceList.Entry> entries = MongoDeviceListStore.entries(list);
    List<Binary> keys = entries.stream().map(entry -> Keys.device(user, entry.device())).toList();
    Map<Binary, Document> registered = registered(keys);
    Map<Binary, Document> signed = byKey(preKeys, keys, MongoPreKeyStore.SIGNED_SINCE);
    List<Roster.Member> members =
        entries.stream()
            .map(entry -> {
              Binary key = Keys.device(user, entry.device());
              return member(entry, registered.get(key), signed.get(key));
            })
            .filter(Objects::nonNull)
            .toList();
    return Optional.of(new Roster(user, list.getLong(MongoDeviceListStore.VERSION), members));
  }

  private Map<Binary, Document> registered(List<Binary> keys) {
    return byKey(
        devices,
        keys,
        MongoDeviceStore.REGISTRATION,
        MongoDeviceStore.CERT_HASH,
        MongoDeviceStore.LAST_SEEN,
        MongoDeviceStore.REVOKED);
  }

  private Map<Binary, Document> byKey(
      MongoCollection<Document> from, List<Binary> keys, String... fields) {
    Map<Binary, Document> found = new HashMap<>();
    if (!keys.isEmpty()) {
      for (Document one : await.all(from.find(in("_id", keys)).projection(include(fields)))) {
        found.put(one.get("_id", Binary.class), one);
      }
    }
    return found;
  }

  private static Roster.@Nullable Member member(
      SignedDeviceList.Entry entry, @Nullable Document device, @Nullable Document signed) {
    if (device == null
        || device.get(MongoDeviceStore.REVOKED) != null
        || device.getInteger(MongoDeviceStore.REGISTRATION) != entry.registration()
        || !Keys.bytes(entry.certHash()).equals(device.get(MongoDeviceStore.CERT_HASH))) {
      return null;
    }
    LocalDate lastSeen = LocalDate.ofEpochDay(device.getLong(MongoDeviceStore.LAST_SEEN));
    Date since = signed == null ? null : signed.getDate(MongoPreKeyStore.SIGNED_SINCE);
    return new Roster.Member(
        entry.device(), entry.registration(), lastSeen, since == null ? null : since.toInstant());
  }
}
