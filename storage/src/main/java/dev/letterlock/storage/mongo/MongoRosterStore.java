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
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** Effective rosters, put together from {@code lists} and {@code devices} by key. */
final class MongoRosterStore implements RosterStore {
  private final MongoCollection<Document> lists;
  private final MongoCollection<Document> devices;
  private final Await await;

  MongoRosterStore(MongoDatabase database, Await await) {
    this.lists = database.getCollection(MongoDeviceListStore.COLLECTION);
    this.devices = database.getCollection(MongoDeviceStore.COLLECTION);
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
    Map<Binary, Document> registered = registered(user, entries);
    List<Roster.Member> members =
        entries.stream()
            .map(entry -> member(entry, registered.get(Keys.device(user, entry.device()))))
            .filter(Objects::nonNull)
            .toList();
    return Optional.of(new Roster(user, list.getLong(MongoDeviceListStore.VERSION), members));
  }

  private Map<Binary, Document> registered(UserId user, List<SignedDeviceList.Entry> entries) {
    List<Binary> keys = entries.stream().map(entry -> Keys.device(user, entry.device())).toList();
    Map<Binary, Document> registered = new HashMap<>();
    if (!keys.isEmpty()) {
      for (Document device :
          await.all(
              devices
                  .find(in("_id", keys))
                  .projection(
                      include(
                          MongoDeviceStore.REGISTRATION,
                          MongoDeviceStore.CERT_HASH,
                          MongoDeviceStore.LAST_SEEN,
                          MongoDeviceStore.REVOKED)))) {
        registered.put(device.get("_id", Binary.class), device);
      }
    }
    return registered;
  }

  private static Roster.@Nullable Member member(
      SignedDeviceList.Entry entry, @Nullable Document device) {
    if (device == null
        || device.get(MongoDeviceStore.REVOKED) != null
        || device.getInteger(MongoDeviceStore.REGISTRATION) != entry.registration()
        || !Keys.bytes(entry.certHash()).equals(device.get(MongoDeviceStore.CERT_HASH))) {
      return null;
    }
    LocalDate lastSeen = LocalDate.ofEpochDay(device.getLong(MongoDeviceStore.LAST_SEEN));
    return new Roster.Member(entry.device(), entry.registration(), lastSeen);
  }
}
