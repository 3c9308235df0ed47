package dev.letterlock.client.messenger;

import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Notices;
import dev.letterlock.client.profile.Said;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.crypto.e2ee.attachment.AttachmentPointer;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.primitive.Octets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * A conversation of the account. A small handle: everything is read from the profile when it is
 * asked for. Safe for any thread but that of the disk; every method may block shortly.
 */
public final class Conversation {

  private final Messenger messenger;
  private final UUID id;
  private final String title;
  private final boolean group;

  Conversation(Messenger messenger, StoredConversation stored) {
    this.messenger = messenger;
    this.id = stored.id();
    this.title = stored.title();
    this.group = stored.group();
  }

  /** {@return what names it on this and every device of the account; never changes} */
  public UUID id() {
    return id;
  }

  /**
   * The name of the other one, or of the group.
   *
   * @return as it is now; untrusted text of others, to be shown with care
   */
  public String title() {
    return title;
  }

  /**
   * Whether it is that of a group: see {@link Messenger#group}.
   *
   * @return false for one of two, or with oneself
   */
  public boolean isGroup() {
    return group;
  }

  /**
   * Sends a text: it is stored when this returns, and leaves when the server can be reached.
   *
   * @param text at most 65,415 bytes of UTF-8
   * @return the message as it is stored, waiting
   * @throws MessengerException if it is too long, or is no text: half of a surrogate pair
   */
  public Message send(String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new MessengerException(
          Reason.INVALID,
          "That text was not sent: it has half of a character in it, which nobody could read.",
          null,
          null);
    }
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    if (size > ContentCodec.MAX_BODY) {
      throw new MessengerException(
          Reason.INVALID,
          String.format(
              Locale.ROOT,
              "That text is too long and was not sent: it has %,d bytes, and a message takes %,d at"
                  + " most. Send it in parts.",
              size,
              ContentCodec.MAX_BODY),
          null,
          null);
    }
    return messenger.changing(step -> {
      StoredMessage written = talk().writing().said(step, id, Said.text(text));
      return talk().history().shown(step, written);
    });
  }

  /**
   * Sends a file: it is sealed and at the server when this returns, and the message that opens it
   * leaves as a text does. Blocks as long as that takes; where the connection breaks it goes on
   * where it stopped, for some minutes.
   *
   * @param file at most 16 GiB, or less as the server says; its name does not travel
   * @param progress hears how far it has come
   * @return the message as it is stored, waiting
   * @throws MessengerException if it cannot be read, or the server refuses it; nothing was sent
   */
  public Message sendFile(Path file, Progress progress) {
    try (AttachmentPointer pointer = messenger.works().network().files().send(file, progress)) {
      return messenger.changing(step -> {
        StoredMessage written = talk().writing().said(step, id, Said.file(pointer));
        return talk().history().shown(step, written);
      });
    }
  }

  /**
   * Fetches the file of a message and opens it, as a whole or not at all. Blocks; a fetch that
   * broke off goes on where it stopped when it is asked for again.
   *
   * @param message of this conversation, with {@link Message#attachment}
   * @param target where nothing is yet: nothing is ever overwritten
   * @param progress hears how far it has come
   * @throws MessengerException if the message brings no file, the server has it no longer, it is
   *     not what was sent, or it cannot be written; nothing is there then
   */
  public void saveFile(Message message, Path target, Progress progress) {
    Octets bytes =
        messenger.reading(step ->
            new Conversations(step)
                .find(id).stream()
                    .flatMap(found ->
                        new Conversations(step).messages(found, message.index() - 1).stream())
                    .filter(stored -> stored.index() == message.index())
                    .map(stored -> stored.said().pointer())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow(() -> new MessengerException("That message brings no file.")));
    try (AttachmentPointer pointer = AttachmentPointer.parse(bytes.toByteArray())) {
      messenger.works().network().files().save(pointer, target, progress);
    }
  }

  /**
   * All messages, oldest first.
   *
   * @return empty if there is none
   */
  public List<Message> messages() {
    return messagesAfter(0);
  }

  /**
   * The newest messages, oldest of them first.
   *
   * @param most how many at most
   * @return empty if there is none
   */
  public List<Message> recent(int most) {
    return messenger.reading(step -> {
      long last = new Conversations(step).find(id).map(StoredConversation::last).orElse(0L);
      return talk().history().messages(step, id, Math.max(0, last - most));
    });
  }

  /**
   * The messages behind {@link Message#index} {@code after}, oldest first.
   *
   * @param after 0 for all
   * @return empty if there is none
   */
  public List<Message> messagesAfter(long after) {
    return messenger.reading(step -> talk().history().messages(step, id, after));
  }

  /**
   * How many messages nobody has read here.
   *
   * @return 0 right after {@link #markRead}
   */
  public int unread() {
    return messenger.reading(step ->
        new Conversations(step)
            .find(id)
            .map(found -> (int) (found.last() - found.read()))
            .orElse(0));
  }

  /**
   * How many messages nobody has read here, up to one of them and with it.
   *
   * @param message of this conversation
   * @return 0 if it was read
   */
  public int unreadUpTo(Message message) {
    return messenger.reading(step ->
        new Conversations(step)
            .find(id)
            .map(found -> (int) Math.max(0, message.index() - found.read()))
            .orElse(0));
  }

  /**
   * What the person was told lately about this conversation, oldest first.
   *
   * @return of the last 200 of all conversations those of this one
   */
  public List<ToldNotice> notices() {
    return messenger.reading(step -> talk().history().notices(step, id));
  }

  /**
   * How many of {@link #notices} nobody has read here.
   *
   * @return 0 right after {@link #markRead}
   */
  public int unreadNotices() {
    return messenger.reading(step -> new Notices(step).unread(id));
  }

  /** Everything has been read; the others are told of the messages, some random time later. */
  public void markRead() {
    messenger.changing(step -> {
      talk().history().markRead(step, id);
      return true;
    });
    messenger.works().desk().execute(messenger.works().network().reports()::soon);
  }

  private Works.Talk talk() {
    return messenger.works().talk();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Conversation that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "Conversation[" + title + "]";
  }
}
