package dev.letterlock.storage.mongo.access;

import org.bson.Document;
import org.bson.types.Binary;

/**
 * Filters that the embedded server answers by key: {@code _id} at the top, further conditions
 * beside it and never inside an {@code $and}.
 */
public final class Where {
  private Where() {}

  public static Document key(Object key) {
    return new Document("_id", key);
  }

  /** Keys from the first to the last, both included. */
  public static Document keys(Binary first, Binary last) {
    return key(new Document("$gte", first).append("$lte", last));
  }

  /** Keys after one, up to and including the last. */
  public static Document keysAfter(Binary after, Binary last) {
    return key(new Document("$gt", after).append("$lte", last));
  }
}
