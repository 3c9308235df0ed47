package dev.letterlock.storage.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection that goes by the key whenever a query names one, and whose answers are copies. The
 * stock one goes by the key only for a query of {@code _id} and nothing else, and reads everything
 * for a compare-and-set or a range. It answers with the very documents that it holds and changes
 * them in place: one that changes while it is written to a client breaks the connection, or goes
 * out half old and half new.
 */
final class KeyedCollection extends H2Collection {
  private static final String KEY = "_id";
  private static final Set<String> BOUNDS = Set.of("$gt", "$gte", "$lt", "$lte");

  private final MVMap<Object, Document> documents;

  KeyedCollection(
      MongoDatabase database,
      String name,
      CollectionOptions options,
      MVMap<Object, Document> documents,
      MVMap<String, Object> meta,
      CursorRegistry cursors) {
    super(database, name, options, documents, meta, cursors);
    this.documents = documents;
  }

  /** What the server does when no index fits the query. */
  @Override
  protected QueryResult matchDocuments(
      Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
    List<Object> keys = keys(query.get(KEY));
    return keys == null
        ? super.matchDocuments(query, orderBy, skip, limit, batchSize, fields)
        : matchDocuments(query, keys, orderBy, skip, limit, batchSize, fields);
  }

  /** Runs under the collection's lock, for reads and for what is about to be changed alike. */
  @Override
  protected QueryResult createQueryResult(List<Document> matched, int batchSize) {
    return super.createQueryResult(matched.stream().map(Document::cloneDeeply).toList(), batchSize);
  }

  /** Keys that hold all possible matches, or null if the condition does not tell. */
  private @Nullable List<Object> keys(@Nullable Object condition) {
    if (condition == null) {
      return null;
    }
    if (!(condition instanceof Document expression)) {
      return documents.containsKey(condition) ? List.of(condition) : List.of();
    }
    return !expression.isEmpty() && BOUNDS.containsAll(expression.keySet())
        ? range(expression)
        : null;
  }

  private List<Object> range(Document bounds) {
    Object first = bounds.getOrDefault("$gte", bounds.get("$gt"));
    Object last = bounds.getOrDefault("$lte", bounds.get("$lt"));
    List<Object> keys = new ArrayList<>();
    Cursor<Object, Document> cursor = documents.cursor(first, last, false);
    while (cursor.hasNext()) {
      keys.add(cursor.next());
    }
    return keys;
  }
}
