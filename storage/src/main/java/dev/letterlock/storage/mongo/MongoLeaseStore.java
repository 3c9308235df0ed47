package dev.letterlock.storage.mongo;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.storage.LeaseStore;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Where;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Leases in the collection {@code leases}: {@code _id} name, changed by compare-and-set. */
final class MongoLeaseStore implements LeaseStore {
  private static final String COLLECTION = "leases";
  private static final String HOLDER = "holder";
  private static final String FENCE = "fence";
  private static final String EXPIRES = "expires";

  private final MongoCollection<Document> leases;
  private final Await await;
  private final Clock clock;

  MongoLeaseStore(MongoDatabase database, Await await, Clock clock) {
    this.leases = database.getCollection(COLLECTION);
    this.await = await;
    this.clock = clock;
  }

  @Override
  public Attempt acquire(String name, String holder, Duration duration) {
    while (true) {
      Instant now = Instant.ofEpochMilli(clock.millis());
      Instant until = Instant.ofEpochMilli(now.plus(duration).toEpochMilli());
      Document lease = await.first(leases.find(Where.key(name)));
      if (lease == null) {
        if (await.unlessTaken(leases.insertOne(first(name, holder, until)))) {
          return new Acquired(1, until);
        }
        continue;
      }
      Instant expires = lease.getDate(EXPIRES).toInstant();
      boolean mine = holder.equals(lease.getString(HOLDER));
      if (!mine && now.isBefore(expires)) {
        return new HeldBy(lease.getString(HOLDER), expires);
      }
      long fence = mine ? lease.getLong(FENCE) : lease.getLong(FENCE) + 1;
      if (take(lease, holder, fence, until)) {
        return new Acquired(fence, until);
      }
    }
  }

  @Override
  public void release(String name, String holder) {
    await.one(
        leases.updateOne(
            Where.key(name).append(HOLDER, holder),
            combine(set(HOLDER, ""), set(EXPIRES, Date.from(Instant.EPOCH)))));
  }

  private boolean take(Document seen, String holder, long fence, Instant until) {
    Bson unchanged =
        Where.key(seen.getString("_id"))
            .append(FENCE, seen.get(FENCE))
            .append(HOLDER, seen.get(HOLDER))
            .append(EXPIRES, seen.get(EXPIRES));
    Bson next = combine(set(HOLDER, holder), set(FENCE, fence), set(EXPIRES, Date.from(until)));
    return await.one(leases.updateOne(unchanged, next)).getMatchedCount() == 1;
  }

  private static Document first(String name, String holder, Instant until) {
    return new Document("_id", name)
        .append(HOLDER, holder)
        .append(FENCE, 1L)
        .append(EXPIRES, Date.from(until));
  }
}
