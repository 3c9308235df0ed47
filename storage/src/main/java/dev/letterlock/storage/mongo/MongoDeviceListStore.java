package dev.letterlock.storage.mongo;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.device.DeviceListStore;
import dev.letterlock.storage.device.SignedDeviceList;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Signed lists: the newest of each user in {@code lists} ({@code _id} user), older ones in {@code
 * list_history} ({@code _id} user and version). An append first copies the newest to the history,
 * which may be repeated, and then replaces it, which is the commit point.
 */
final class MongoDeviceListStore implements DeviceListStore {
  static final String COLLECTION = "lists";
  static final String HISTORY = "list_history";
  static final String VERSION = "ver";
  static final String ENTRIES = "devices";
  static final String ENTRY_DEVICE = "d";
  static final String ENTRY_REGISTRATION = "r";
  static final String ENTRY_HASH = "h";
  private static final String PREVIOUS = "prev";
  private static final String HASH = "hash";
  private static final String ACCOUNT_KEY = "aik";
  private static final String BYTES = "list";
  private static final String ROLLOVER = "roll";

  private final MongoCollection<Document> lists;
  private final MongoCollection<Document> history;
  private final Await await;

  MongoDeviceListStore(MongoDatabase database, Await await) {
    this.lists = database.getCollection(COLLECTION);
    this.history = database.getCollection(HISTORY);
    this.await = await;
  }

  @Override
  public AppendResult append(SignedDeviceList list) {
    Document newest = await.first(lists.find(Where.key(Keys.id(list.user()))));
    if (newest == null) {
      return begin(list);
    }
    if (isSame(newest, list)) {
      return AppendResult.ALREADY_THERE;
    }
    return follows(newest, list) ? replace(newest, list) : AppendResult.NOT_NEXT;
  }

  @Override
  public Optional<SignedDeviceList> latest(UserId user) {
    return Optional.ofNullable(await.first(lists.find(Where.key(Keys.id(user)))))
        .map(found -> list(user, found));
  }

  @Override
  public Optional<SignedDeviceList> at(UserId user, long version) {
    Optional<SignedDeviceList> newest = latest(user);
    if (newest.isEmpty() || newest.get().version() == version) {
      return newest;
    }
    return Optional.ofNullable(
            await.first(history.find(Where.key(Keys.listVersion(user, version)))))
        .map(found -> list(user, found));
  }

  private AppendResult begin(SignedDeviceList list) {
    if (list.version() != 1 || !list.previousHash().isZero()) {
      return AppendResult.NOT_NEXT;
    }
    boolean stored = await.unlessTaken(lists.insertOne(document(list)));
    return stored ? AppendResult.APPENDED : lost(list);
  }

  private AppendResult replace(Document newest, SignedDeviceList list) {
    Document old = new Document(newest);
    old.put("_id", Keys.listVersion(list.user(), newest.getLong(VERSION)));
    await.unlessTaken(history.insertOne(old));
    long replaced =
        await
            .one(
                lists.replaceOne(
                    Where.key(newest.get("_id", Binary.class))
                        .append(VERSION, newest.get(VERSION))
                        .append(HASH, newest.get(HASH)),
                    document(list)))
            .getMatchedCount();
    return replaced == 1 ? AppendResult.APPENDED : lost(list);
  }

  /** Somebody was faster: with this list (a repetition), or with another. */
  private AppendResult lost(SignedDeviceList list) {
    Document newest = await.first(lists.find(Where.key(Keys.id(list.user()))));
    return newest != null && isSame(newest, list)
        ? AppendResult.ALREADY_THERE
        : AppendResult.NOT_NEXT;
  }

  static boolean isSame(Document stored, SignedDeviceList list) {
    return Keys.bytes(list.bytes()).equals(stored.get(BYTES));
  }

  private static boolean follows(Document newest, SignedDeviceList list) {
    return list.version() == newest.getLong(VERSION) + 1
        && Keys.bytes(list.previousHash()).equals(newest.get(HASH));
  }

  static Document document(SignedDeviceList list) {
    List<Document> entries =
        list.entries().stream()
            .map(entry ->
                new Document(ENTRY_DEVICE, entry.device())
                    .append(ENTRY_REGISTRATION, entry.registration())
                    .append(ENTRY_HASH, Keys.bytes(entry.certHash())))
            .toList();
    return new Document("_id", Keys.id(list.user()))
        .append(VERSION, list.version())
        .append(PREVIOUS, Keys.bytes(list.previousHash()))
        .append(HASH, Keys.bytes(list.listHash()))
        .append(ACCOUNT_KEY, Keys.bytes(list.accountKey()))
        .append(ENTRIES, entries)
        .append(BYTES, Keys.bytes(list.bytes()))
        .append(ROLLOVER, Keys.bytesOrNull(list.rollover()));
  }

  private static SignedDeviceList list(UserId user, Document found) {
    return new SignedDeviceList(
        user,
        found.getLong(VERSION),
        Keys.opaque(found.get(PREVIOUS, Binary.class)),
        Keys.opaque(found.get(HASH, Binary.class)),
        Keys.opaque(found.get(ACCOUNT_KEY, Binary.class)),
        entries(found),
        Keys.opaque(found.get(BYTES, Binary.class)),
        Keys.opaqueOrNull(binary(found, ROLLOVER)));
  }

  static List<SignedDeviceList.Entry> entries(Document list) {
    return list.getList(ENTRIES, Document.class).stream()
        .map(entry ->
            new SignedDeviceList.Entry(
                entry.getInteger(ENTRY_DEVICE),
                entry.getInteger(ENTRY_REGISTRATION),
                Keys.opaque(entry.get(ENTRY_HASH, Binary.class))))
        .toList();
  }

  private static @Nullable Binary binary(Document document, String field) {
    return document.get(field, Binary.class);
  }
}
