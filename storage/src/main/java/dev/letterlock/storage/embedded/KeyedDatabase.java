package dev.letterlock.storage.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** The H2 database with {@link KeyedCollection}s, on the same maps as the stock one. */
final class KeyedDatabase extends H2Database {
  private final MVStore store;

  KeyedDatabase(String name, MVStore store, CursorRegistry cursors) {
    super(name, store, cursors);
    this.store = store;
    super.initializeNamespacesAndIndexes();
  }

  /** The constructor above runs first, before there is a store to open collections in. */
  @Override
  protected void initializeNamespacesAndIndexes() {}

  @Override
  protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
    String fullName = getDatabaseName() + "." + name;
    MVMap<Object, Document> documents =
        store.openMap(
            "databases." + fullName,
            new MVMap.Builder<Object, Document>()
                .keyType(KeyType.INSTANCE)
                .valueType(DocumentType.INSTANCE));
    MVMap<String, Object> meta = store.openMap("meta." + fullName);
    return new KeyedCollection(this, name, options, documents, meta, cursorRegistry);
  }

  /** The stock method finds the map open, and so takes it with these types. */
  @Override
  protected Index<Object> openOrCreateUniqueIndex(
      String collection, String name, List<IndexKey> keys, boolean sparse) {
    store.openMap(
        getDatabaseName() + "." + collection + "._index_" + name,
        new MVMap.Builder<KeyValue, Object>()
            .keyType(IndexKeyType.INSTANCE)
            .valueType(KeyType.INSTANCE));
    return super.openOrCreateUniqueIndex(collection, name, keys, sparse);
  }
}
