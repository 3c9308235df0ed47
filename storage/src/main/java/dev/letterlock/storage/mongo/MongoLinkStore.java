package dev.letterlock.storage.mongo;

import static com.mongodb.client.model.Filters.lte;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.device.LinkStore;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;

/** Mailboxes in the collection {@code links}: {@code _id} user and link, a field for each part. */
final class MongoLinkStore implements LinkStore {
  static final String COLLECTION = "links";
  static final String UNTIL = "until";

  private final MongoCollection<Document> links;
  private final Await await;

  MongoLinkStore(MongoDatabase database, Await await) {
    this.links = database.getCollection(COLLECTION);
    this.await = await;
  }

  @Override
  public Put open(UserId user, UUID link, OpaqueBytes certificate, Instant now, Instant until) {
    Document mailbox =
        new Document("_id", Keys.link(user, link))
            .append(UNTIL, Date.from(until))
            .append(field(Part.CERTIFICATE), Keys.bytes(certificate));
    boolean opened = await.unlessTaken(links.insertOne(mailbox));
    return opened ? Put.STORED : found(user, link, Part.CERTIFICATE, certificate, now);
  }

  @Override
  public Put put(UserId user, UUID link, Part part, OpaqueBytes bytes, Instant now) {
    Document empty = open(user, link, now).append(field(part), new Document("$exists", false));
    Document filled = new Document("$set", new Document(field(part), Keys.bytes(bytes)));
    boolean stored = await.one(links.updateOne(empty, filled)).getMatchedCount() == 1;
    return stored ? Put.STORED : found(user, link, part, bytes, now);
  }

  /** Somebody was faster, with this (a repetition) or with something else. */
  private Put found(UserId user, UUID link, Part part, OpaqueBytes bytes, Instant now) {
    return read(user, link, now)
        .map(mailbox -> mailbox.part(part).equals(Optional.of(bytes)) ? Put.STORED : Put.TAKEN)
        .orElse(Put.UNKNOWN);
  }

  @Override
  public Optional<Contents> read(UserId user, UUID link, Instant now) {
    return Optional.ofNullable(await.first(links.find(open(user, link, now))))
        .map(mailbox ->
            new Contents(
                part(mailbox, Part.CERTIFICATE).orElseThrow(),
                part(mailbox, Part.KEY),
                part(mailbox, Part.PARCEL)));
  }

  @Override
  public long expire(Instant now) {
    return await.one(links.deleteMany(lte(UNTIL, Date.from(now)))).getDeletedCount();
  }

  private static Document open(UserId user, UUID link, Instant now) {
    return Where.key(Keys.link(user, link)).append(UNTIL, new Document("$gt", Date.from(now)));
  }

  private static Optional<OpaqueBytes> part(Document mailbox, Part part) {
    return Optional.ofNullable(mailbox.get(field(part), Binary.class)).map(Keys::opaque);
  }

  private static String field(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
