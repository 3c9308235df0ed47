package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.StoredConversation;
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
 * Makes drafts of what this device says (docs/E2EE.md §2.6). Texts are numbered within their
 * conversation; control content is not, as not every device gets all of it, and carries the number
 * 1. List views are left out: they are those of the moment of sealing.
 */
public record Drafts(Tools tools) {

  private static final long UNNUMBERED = 1;

  /** A text, with the number that the conversation has counted up to. */
  public Draft text(UUID id, StoredConversation conversation, String text) {
    Octets content = encode(id, conversation.id(), conversation.sent(), new ContentBody.Text(text));
    return new Draft(
        id, conversation.id(), conversation.peer(), conversation.group(), List.of(), content);
  }

  /**
   * Control content for some devices of one user.
   *
   * @param only empty for all of them and the own others
   */
  public Draft control(UUID user, List<DeviceAddress> only, ContentBody body) {
    UUID conversation = tools.conversationWith(user);
    UUID id = tools.newId();
    return new Draft(
        id, conversation, user, false, only, encode(id, conversation, UNNUMBERED, body));
  }

  /** The same content for one device, under a new id and its old number. */
  public Draft again(Draft sent, DeviceAddress to) {
    Content content = ContentCodec.decode(ByteBuffer.wrap(sent.content().toByteArray()));
    long number = content.head().place().sequence();
    UUID id = tools.newId();
    return new Draft(
        id,
        sent.conversation(),
        sent.recipient(),
        false,
        List.of(to),
        encode(id, content.head().place(), number, content.body()));
  }

  private Octets encode(UUID id, UUID conversation, long number, ContentBody body) {
    MessagePlace place = new MessagePlace(conversation, id, tools.clock().millis(), number);
    return encode(id, place, number, body);
  }

  private Octets encode(UUID id, MessagePlace from, long number, ContentBody body) {
    ContentHead head =
        new ContentHead(
            new Author(tools.user(), tools.address().device()),
            new MessagePlace(from.conversation(), id, from.sentAt(), number),
            ListView.NONE,
            ListView.NONE,
            LogHead.NONE);
    return Octets.of(ContentCodec.encode(new Content(head, body)));
  }
}
