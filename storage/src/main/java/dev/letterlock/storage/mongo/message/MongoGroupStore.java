package dev.letterlock.storage.mongo.message;

import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.storage.message.GroupStore;
import dev.letterlock.storage.message.SignedGroupState;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Group states: the newest of each group in {@code groups} ({@code _id} group), older ones in
 * {@code group_history} ({@code _id} group and epoch). An append first copies the newest to the
 * history, which may be repeated, and then replaces it, which is the commit point.
 */
public final class MongoGroupStore implements GroupStore {
  private static final String COLLECTION = "groups";
  private static final String HISTORY = "group_history";
  private static final String EPOCH = "epoch";
  private static final String PREVIOUS = "prev";
  private static final String HASH = "hash";
  private static final String MEMBERS = "members";
  private static final String ACCEPTED = "at";
  private static final String BYTES = "state";
  private static final long LAST_EPOCH = 0xFFFF_FFFFL;

  private final MongoCollection<Document> groups;
  private final MongoCollection<Document> history;
  private final Await await;

  public MongoGroupStore(MongoDatabase database, Await await) {
    this.groups = database.getCollection(COLLECTION);
    this.history = database.getCollection(HISTORY);
    this.await = await;
  }

  @Override
  public AppendResult append(SignedGroupState state) {
    Document newest = find(state.group());
    if (newest == null) {
      return begin(state);
    }
    if (isSame(newest, state)) {
      return AppendResult.ALREADY_THERE;
    }
    return follows(newest, state) ? replace(newest, state) : AppendResult.NOT_NEXT;
  }

  @Override
  public Optional<SignedGroupState> latest(ConversationId group) {
    return Optional.ofNullable(find(group)).map(found -> state(group, found));
  }

  @Override
  public List<SignedGroupState> chain(ConversationId group, long after, int most) {
    Optional<SignedGroupState> newest = latest(group);
    List<SignedGroupState> states = new ArrayList<>();
    await
        .all(
            history
                .find(
                    Where.keysAfter(
                        Keys.groupEpoch(group, after), Keys.groupEpoch(group, LAST_EPOCH)))
                .sort(Sorts.ascending("_id"))
                .limit(most))
        .forEach(found -> states.add(state(group, found)));
    newest.filter(last -> last.epoch() > after).ifPresent(last -> complete(states, last, most));
    return states;
  }

  /** The history may have grown after the newest was read, and hold it too. */
  private static void complete(List<SignedGroupState> states, SignedGroupState newest, int most) {
    states.removeIf(state -> state.epoch() >= newest.epoch());
    if (states.size() < most) {
      states.add(newest);
    }
  }

  private @Nullable Document find(ConversationId group) {
    return await.first(groups.find(Where.key(Keys.id(group))));
  }

  private AppendResult begin(SignedGroupState state) {
    if (state.epoch() != 1 || !state.previousHash().isZero()) {
      return AppendResult.NOT_NEXT;
    }
    boolean stored = await.unlessTaken(groups.insertOne(document(state)));
    return stored ? AppendResult.APPENDED : lost(state);
  }

  private AppendResult replace(Document newest, SignedGroupState state) {
    Document old = new Document(newest);
    old.put("_id", Keys.groupEpoch(state.group(), newest.getLong(EPOCH)));
    await.unlessTaken(history.insertOne(old));
    long replaced =
        await
            .one(
                groups.replaceOne(
                    Where.key(newest.get("_id", Binary.class))
                        .append(EPOCH, newest.get(EPOCH))
                        .append(HASH, newest.get(HASH)),
                    document(state)))
            .getMatchedCount();
    return replaced == 1 ? AppendResult.APPENDED : lost(state);
  }

  /** Somebody was faster: with this state (a repetition), or with another. */
  private AppendResult lost(SignedGroupState state) {
    Document newest = find(state.group());
    return newest != null && isSame(newest, state)
        ? AppendResult.ALREADY_THERE
        : AppendResult.NOT_NEXT;
  }

  private static boolean isSame(Document stored, SignedGroupState state) {
    return Keys.bytes(state.bytes()).equals(stored.get(BYTES));
  }

  private static boolean follows(Document newest, SignedGroupState state) {
    return state.epoch() == newest.getLong(EPOCH) + 1
        && Keys.bytes(state.previousHash()).equals(newest.get(HASH));
  }

  private static Document document(SignedGroupState state) {
    return new Document("_id", Keys.id(state.group()))
        .append(EPOCH, state.epoch())
        .append(PREVIOUS, Keys.bytes(state.previousHash()))
        .append(HASH, Keys.bytes(state.stateHash()))
        .append(MEMBERS, state.members().stream().map(Keys::id).toList())
        .append(ACCEPTED, state.acceptedAt())
        .append(BYTES, Keys.bytes(state.bytes()));
  }

  private static SignedGroupState state(ConversationId group, Document found) {
    return new SignedGroupState(
        group,
        found.getLong(EPOCH),
        Keys.opaque(found.get(PREVIOUS, Binary.class)),
        Keys.opaque(found.get(HASH, Binary.class)),
        found.getList(MEMBERS, Binary.class).stream().map(Keys::toUser).collect(Collectors.toSet()),
        found.getLong(ACCEPTED),
        Keys.opaque(found.get(BYTES, Binary.class)));
  }
}
