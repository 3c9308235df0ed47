package dev.letterlock.storage.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
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
    MVMap<Object, Document> documents = store.openMap("databases." + fullName);
    MVMap<String, Object> meta = store.openMap("meta." + fullName);
    return new KeyedCollection(this, name, options, documents, meta, cursorRegistry);
  }
}
