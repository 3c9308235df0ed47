package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Said;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.MessagePlace;
import java.util.UUID;

/**
 * Adds texts and files that came to their conversations, and tells of them once they are stored.
 */
public final class Texts {

  /** More texts under one number come of no copied device. */
  public static final int MOST_UNDER_ONE_NUMBER = 16;

  private final Tools tools;
  private final History history;
  private final Audience audience;

  public Texts(Tools tools, History history, Audience audience) {
    this.tools = tools;
    this.history = history;
    this.audience = audience;
  }

  /**
   * Whether this very text or file is there: its author's device sent it once more, or it came
   * twice.
   *
   * @param place where its author put it
   */
  boolean has(Transaction step, Letter letter, MessagePlace place, Said said) {
    return new Conversations(step)
        .numbered(letter.conversation(), letter.sender(), place.sequence()).stream()
            .anyMatch(there -> there.sentAt() == place.sentAt() && there.said().equals(said));
  }

  /**
   * Adds a text or a file at the end.
   *
   * @param place where its author put it
   * @throws RefusedException if its author's device wrote too many under one number
   */
  public void add(
      Transaction step,
      Letter letter,
      MessagePlace place,
      StoredConversation conversation,
      Said said) {
    Conversations conversations = new Conversations(step);
    requireRoom(conversations, letter, place);
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
            said);
    conversations.addReceived(
        allRead ? longer.readUpTo(longer.last()) : longer, message, place.sequence());
    if (own) {
      conversations.answered(conversation.id());
    }
    Message shown = history.shown(step, message);
    step.afterwards(() -> audience.tell(to -> to.received(shown)));
  }

  /** All under one number are read at each arrival. */
  private static void requireRoom(Conversations conversations, Letter letter, MessagePlace place) {
    int there =
        conversations.numbered(letter.conversation(), letter.sender(), place.sequence()).size();
    if (there >= MOST_UNDER_ONE_NUMBER) {
      throw new RefusedException(
          "A message was not taken, as its author's device gave too many others the same number.");
    }
  }
}
