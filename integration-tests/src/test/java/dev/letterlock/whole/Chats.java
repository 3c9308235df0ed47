package dev.letterlock.whole;

import dev.letterlock.client.messenger.Conversation;
import dev.letterlock.client.messenger.Message;
import dev.letterlock.client.messenger.Messenger;
import java.util.List;
import java.util.Optional;

/** What stands in conversations. */
final class Chats {

  private Chats() {}

  static List<String> texts(Conversation conversation) {
    return conversation.messages().stream().map(Message::text).toList();
  }

  /** The texts between the messenger's account and another. */
  static List<String> texts(Messenger messenger, String peer) {
    return texts(messenger.conversationWith(peer));
  }

  /** The conversation of a group, once it is known under that title. */
  static Optional<Conversation> group(Messenger messenger, String title) {
    return messenger.conversations().stream()
        .filter(conversation -> conversation.isGroup() && conversation.title().equals(title))
        .findFirst();
  }

  /** The conversation of the only group, whatever it is called. */
  static Optional<Conversation> group(Messenger messenger) {
    return messenger.conversations().stream().filter(Conversation::isGroup).findFirst();
  }
}
