package dev.letterlock.storage.mongo;

import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.storage.MoveRecord;
import dev.letterlock.storage.MoveStore;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Where;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Whether accounts are being moved into this database: one document in the collection {@code
 * moves}, which also says how far the move has come.
 */
final class MongoMoveStore implements MoveStore {
  static final String COLLECTION = "moves";

  private static final String KEY = "move";
  private static final String ID = "id";
  private static final String FROM = "from";
  private static final String BEGUN = "begun";
  private static final String FINISHED = "finished";
  private static final String AT = "collection";
  private static final String LAST = "last";

  private final MongoDatabase database;
  private final MongoCollection<Document> moves;
  private final Await await;

  MongoMoveStore(MongoDatabase database, Await await) {
    this.database = database;
    this.moves = database.getCollection(COLLECTION);
    this.await = await;
  }

  /**
   * Up to where documents were copied.
   *
   * @param last key of the last document; null if none of the collection was copied
   */
  record Reached(String collection, @Nullable Object last) {}

  @Override
  public @Nullable MoveRecord find() {
    Document move = await.first(moves.find(Where.key(KEY)));
    return move == null
        ? null
        : new MoveRecord(
            move.getString(ID),
            move.getString(FROM),
            move.getDate(BEGUN).toInstant(),
            move.getBoolean(FINISHED));
  }

  @Override
  public boolean holdsData() {
    return MongoMove.collections(database, await).stream()
        .anyMatch(name -> await.first(database.getCollection(name).find().limit(1)) != null);
  }

  @Override
  public void begin(MoveRecord move) {
    Document document =
        new Document("_id", KEY)
            .append(ID, move.id())
            .append(FROM, move.from())
            .append(BEGUN, Date.from(move.begun()))
            .append(FINISHED, false);
    await.one(moves.replaceOne(Where.key(KEY), document, new ReplaceOptions().upsert(true)));
  }

  @Override
  public void finish(String id) {
    await.one(moves.updateOne(Where.key(KEY).append(ID, id), Updates.set(FINISHED, true)));
  }

  /** How far the copy has come; null if it has not begun. */
  @Nullable Reached reached() {
    Document move = await.first(moves.find(Where.key(KEY)));
    String collection = move == null ? null : move.getString(AT);
    return move == null || collection == null ? null : new Reached(collection, move.get(LAST));
  }

  void reached(Reached place) {
    await.one(
        moves.updateOne(
            Where.key(KEY),
            Updates.combine(Updates.set(AT, place.collection()), Updates.set(LAST, place.last()))));
  }
}
