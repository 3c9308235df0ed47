package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.MessageTime;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Meant;
import dev.letterlock.client.profile.Said;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.crypto.e2ee.content.Author;
import dev.letterlock.crypto.e2ee.content.Content;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.e2ee.content.ContentHead;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.content.LogHead;
import dev.letterlock.crypto.e2ee.content.MessagePlace;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.protocol.id.DeviceAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * Makes drafts of what this device says (docs/E2EE.md §2.6). Texts are numbered within their
 * conversation when they are sealed; control content is not, as not every device gets all of it,
 * and carries the number 1. List views are left out: they are those of the moment of sealing.
 */
public record Drafts(Tools tools) {

  private static final long UNNUMBERED = 1;

  /** A text or a file, of the time that its id tells. */
  public Draft said(UUID id, StoredConversation conversation, Said said) {
    MessagePlace place = new MessagePlace(conversation.id(), id, MessageTime.of(id), UNNUMBERED);
    Octets content = encode(id, place, UNNUMBERED, said.toBody());
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
    return new Draft(id, conversation, user, false, only, encode(id, conversation, body));
  }

  /**
   * The same content for one device, under a new id and its old number.
   *
   * @param certificate certHash of the device, which it was sent to before
   */
  public Draft again(Draft sent, DeviceAddress to, Hash32 certificate) {
    Content content = content(sent);
    long number = content.head().place().sequence();
    UUID id = tools.newId();
    return new Draft(
        id,
        sent.conversation(),
        sent.recipient(),
        false,
        List.of(to),
        encode(id, content.head().place(), number, content.body()),
        Meant.forDevice(certificate));
  }

  /** Whether it takes the next number of its conversation: what goes once more has one. */
  static boolean isNumbered(Draft draft) {
    return !draft.partial() && !content(draft).body().isControl();
  }

  /** The number of a draft that was sealed. */
  static long number(Draft draft) {
    return content(draft).head().place().sequence();
  }

  /** The same draft under a number. */
  static Draft numbered(Draft draft, long number) {
    Content content = content(draft);
    MessagePlace place = content.head().place();
    Author author = content.head().author();
    return draft.saying(encode(author, place.message(), place, number, content.body()));
  }

  private Octets encode(UUID id, UUID conversation, ContentBody body) {
    long now = tools.clock().millis();
    return encode(id, new MessagePlace(conversation, id, now, UNNUMBERED), UNNUMBERED, body);
  }

  private Octets encode(UUID id, MessagePlace from, long number, ContentBody body) {
    return encode(new Author(tools.user(), tools.address().device()), id, from, number, body);
  }

  /** What a draft says. */
  static ContentBody body(Draft draft) {
    return content(draft).body();
  }

  private static Content content(Draft draft) {
    return ContentCodec.decode(ByteBuffer.wrap(draft.content().toByteArray()));
  }

  private static Octets encode(
      Author author, UUID id, MessagePlace from, long number, ContentBody body) {
    ContentHead head =
        new ContentHead(
            author,
            new MessagePlace(from.conversation(), id, from.sentAt(), number),
            ListView.NONE,
            ListView.NONE,
            LogHead.NONE);
    return Octets.of(ContentCodec.encode(new Content(head, body)));
  }
}
