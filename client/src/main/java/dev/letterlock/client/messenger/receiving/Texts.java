package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.MessagePlace;
import java.util.UUID;

/** Adds texts that came to their conversations, and tells of them once they are stored. */
public final class Texts {

  private final Tools tools;
  private final History history;
  private final Audience audience;

  public Texts(Tools tools, History history, Audience audience) {
    this.tools = tools;
    this.history = history;
    this.audience = audience;
  }

  /**
   * Whether this very text is there: its author's device sent it once more, or it came twice.
   *
   * @param place where its author put it
   */
  boolean has(Transaction step, Letter letter, MessagePlace place, String text) {
    return new Conversations(step)
        .numbered(letter.conversation(), letter.sender(), place.sequence()).stream()
            .anyMatch(there -> there.sentAt() == place.sentAt() && there.text().equals(text));
  }

  /**
   * Adds a text at the end.
   *
   * @param place where its author put it
   */
  public void add(
      Transaction step,
      Letter letter,
      MessagePlace place,
      StoredConversation conversation,
      String text) {
    Conversations conversations = new Conversations(step);
    UUID author = letter.sender().user().toUuid();
    boolean own = author.equals(tools.user());
    StoredConversation longer =
        conversations.find(conversation.id()).orElse(conversation).withOneMore();
    boolean allRead = own && longer.read() == longer.last() - 1;
    StoredMessage message =
        new StoredMessage(
            letter.message(),
            conversation.id(),
            longer.last(),
            author,
            letter.sender().device(),
            place.sentAt(),
            own ? State.SENT : State.RECEIVED,
            letter.time(),
            text);
    conversations.add(allRead ? longer.readUpTo(longer.last()) : longer, message);
    conversations.number(message, place.sequence());
    if (own) {
      conversations.answered(conversation.id());
    }
    Message shown = history.shown(step, message);
    step.afterwards(() -> audience.tell(to -> to.received(shown)));
  }
}
