package dev.letterlock.storage.mongo;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.storage.MoveProgress;
import dev.letterlock.storage.UnusableDatabaseException;
import dev.letterlock.storage.mongo.MongoMoveStore.Reached;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Where;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Copies every document of an embedded database, which has them in the order of their keys, to
 * another that nobody uses. A batch that is copied twice is the same documents.
 */
final class MongoMove {
  private static final int BATCH = 500;

  /** What servers and programs know of a database itself. */
  private static final Set<String> ABOUT_ITSELF =
      Set.of("leases", "migrations", MongoMoveStore.COLLECTION);

  /** The database itself, and the jobs of servers, which are found again. */
  private static final List<String> OF_OTHERS = List.of("system.", "jobs_");

  private final MongoDatabase source;
  private final MongoDatabase target;
  private final Await fromSource;
  private final Await fromTarget;
  private final MongoMoveStore store;

  MongoMove(MongoDatabase source, Await fromSource, MongoDatabase target, Await fromTarget) {
    this.source = source;
    this.fromSource = fromSource;
    this.target = target;
    this.fromTarget = fromTarget;
    this.store = new MongoMoveStore(target, fromTarget);
  }

  /** Collections with something of users, in order. */
  static List<String> collections(MongoDatabase database, Await await) {
    return await.all(database.listCollectionNames()).stream()
        .filter(name -> !ABOUT_ITSELF.contains(name))
        .filter(name -> OF_OTHERS.stream().noneMatch(name::startsWith))
        .sorted()
        .toList();
  }

  /** Copies what is not copied yet. Blocking. */
  void run(MoveProgress progress) {
    Reached reached = store.reached();
    for (String name : collections(source, fromSource)) {
      int order = reached == null ? 1 : name.compareTo(reached.collection());
      if (order >= 0) {
        copy(name, order == 0 && reached != null ? reached.last() : null, progress);
      }
    }
  }

  private void copy(String name, @Nullable Object last, MoveProgress progress) {
    MongoCollection<Document> from = source.getCollection(name);
    MongoCollection<Document> to = target.getCollection(name);
    long all = fromSource.one(from.estimatedDocumentCount());
    Object reached = last;
    long copied = 0;
    List<Document> batch = batch(from, reached);
    while (!batch.isEmpty()) {
      progress.at(name, copied, all);
      fromTarget.one(
          to.bulkWrite(
              batch.stream().map(MongoMove::write).toList(),
              new BulkWriteOptions().ordered(false)));
      reached = batch.getLast().get("_id");
      store.reached(new Reached(name, reached));
      copied += batch.size();
      batch = batch(from, reached);
    }
    requireAll(name, all, fromTarget.one(to.countDocuments()));
    progress.at(name, all, all);
  }

  private List<Document> batch(MongoCollection<Document> from, @Nullable Object after) {
    FindPublisher<Document> rest =
        after == null ? from.find() : from.find(Where.key(new Document("$gt", after)));
    return fromSource.all(rest.limit(BATCH));
  }

  private static ReplaceOneModel<Document> write(Document document) {
    Object key = Objects.requireNonNull(document.get("_id"));
    return new ReplaceOneModel<>(Where.key(key), document, new ReplaceOptions().upsert(true));
  }

  private static void requireAll(String name, long wanted, long found) {
    if (found != wanted) {
      throw new UnusableDatabaseException(
          "collection "
              + name
              + ": "
              + found
              + " documents after the copy (expected: "
              + wanted
              + "; let nobody else write to that database, empty it and begin again)");
    }
  }
}
