package dev.letterlock.client.messenger;

import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.Author;
import dev.letterlock.crypto.e2ee.content.Content;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.content.ContentHead;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.content.LogHead;
import dev.letterlock.crypto.e2ee.content.MessagePlace;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * Writes what this device says. Texts are numbered within their conversation; control content is
 * not, as not every device gets all of it, and carries the number 1. On the desk.
 */
final class Writing {

  private static final long UNNUMBERED = 1;

  private final Tools tools;
  private final Contacts contacts;
  private final Postbox postbox;

  Writing(Tools tools, Contacts contacts, Postbox postbox) {
    this.tools = tools;
    this.contacts = contacts;
    this.postbox = postbox;
  }

  /** Stores a text and posts it to a direct conversation. */
  StoredMessage text(Transaction step, UUID conversation, String text) {
    Conversations conversations = new Conversations(step);
    StoredConversation written =
        introduced(step, conversations.find(conversation).orElseThrow())
            .withOneMoreSent()
            .withOneMore();
    boolean allRead = written.read() == written.last() - 1;
    StoredConversation shown = allRead ? written.readUpTo(written.last()) : written;
    UUID id = tools.newId();
    StoredMessage message =
        new StoredMessage(
            id,
            conversation,
            shown.last(),
            tools.user(),
            tools.address().device(),
            tools.clock().millis(),
            State.WAITING,
            0,
            text);
    Octets content = encode(id, conversation, shown.sent(), new ContentBody.Text(text));
    conversations.add(shown, message);
    postbox.post(step, new Draft(id, conversation, shown.peer(), false, List.of(), content));
    return message;
  }

  /** Posts control content to one device only. */
  void control(Transaction step, DeviceAddress to, ContentBody body) {
    UUID user = to.user().toUuid();
    UUID conversation = tools.conversationWith(user);
    UUID id = tools.newId();
    Octets content = encode(id, conversation, UNNUMBERED, body);
    postbox.post(step, new Draft(id, conversation, user, false, List.of(to), content));
  }

  /** Posts something once more, to one device, under a new id and its old number. */
  void again(Transaction step, Draft sent, DeviceAddress to) {
    Content content = ContentCodec.decode(ByteBuffer.wrap(sent.content().toByteArray()));
    MessagePlace place = content.head().place();
    UUID id = tools.newId();
    ContentHead head =
        new ContentHead(
            content.head().author(),
            new MessagePlace(place.conversation(), id, place.sentAt(), place.sequence()),
            ListView.NONE,
            ListView.NONE,
            LogHead.NONE);
    Octets encoded = Octets.of(ContentCodec.encode(new Content(head, content.body())));
    postbox.post(
        step, new Draft(id, sent.conversation(), sent.recipient(), false, List.of(to), encoded));
  }

  /** Makes sure that the other own devices know with whom the conversation is. */
  private StoredConversation introduced(Transaction step, StoredConversation conversation) {
    var own = contacts.pins(step, tools.user()).list();
    boolean alone = own.entries().size() < 2;
    if (alone || conversation.group() || conversation.introduced() >= own.version()) {
      return conversation;
    }
    UUID self = tools.conversationWith(tools.user());
    UUID id = tools.newId();
    Octets content =
        encode(id, self, UNNUMBERED, new ContentBody.Introduction(conversation.peer()));
    postbox.post(step, new Draft(id, self, tools.user(), false, List.of(), content));
    return conversation.introducedTo(own.version());
  }

  private Octets encode(UUID id, UUID conversation, long number, ContentBody body) {
    ContentHead head =
        new ContentHead(
            new Author(tools.user(), tools.address().device()),
            new MessagePlace(conversation, id, tools.clock().millis(), number),
            ListView.NONE,
            ListView.NONE,
            LogHead.NONE);
    return Octets.of(ContentCodec.encode(new Content(head, body)));
  }
}
