package dev.letterlock.storage.mongo.message;

import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.message.Conversation;
import dev.letterlock.storage.message.ConversationStore;
import dev.letterlock.storage.mongo.access.Await;
import dev.letterlock.storage.mongo.access.Keys;
import dev.letterlock.storage.mongo.access.Where;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;

/** Conversations in the collection {@code conversations}: {@code _id} conversation. */
public final class MongoConversationStore implements ConversationStore {
  private static final String COLLECTION = "conversations";
  private static final String MEMBERS = "members";
  private static final String SENT = "sent";

  private final MongoCollection<Document> conversations;
  private final Await await;

  public MongoConversationStore(MongoDatabase database, Await await) {
    this.conversations = database.getCollection(COLLECTION);
    this.await = await;
  }

  @Override
  public boolean createDirect(ConversationId conversation, UserId sender, UserId recipient) {
    Conversation wanted =
        new Conversation(conversation, Stream.of(sender, recipient).collect(Collectors.toSet()));
    Document document =
        new Document("_id", Keys.id(conversation))
            .append(MEMBERS, wanted.members().stream().map(Keys::id).toList())
            .append(SENT, List.of(Keys.id(sender)));
    if (await.unlessTaken(conversations.insertOne(document))) {
      return true;
    }
    boolean same = byId(conversation).filter(wanted::equals).isPresent();
    if (same && !hasSent(conversation, sender)) {
      await.one(
          conversations.updateOne(
              Where.key(Keys.id(conversation)), Updates.addToSet(SENT, Keys.id(sender))));
    }
    return same;
  }

  @Override
  public boolean hasSent(ConversationId conversation, UserId member) {
    Document found = await.first(conversations.find(Where.key(Keys.id(conversation))));
    return found != null && found.getList(SENT, Binary.class, List.of()).contains(Keys.id(member));
  }

  @Override
  public Optional<Conversation> byId(ConversationId conversation) {
    return Optional.ofNullable(await.first(conversations.find(Where.key(Keys.id(conversation)))))
        .map(found ->
            new Conversation(
                conversation,
                found.getList(MEMBERS, Binary.class).stream()
                    .map(Keys::toUser)
                    .collect(Collectors.toSet())));
  }
}
