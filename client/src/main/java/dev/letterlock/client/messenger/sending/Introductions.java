package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import java.util.List;
import java.util.UUID;

/**
 * Tells the other own devices with whom a conversation is, which its id alone does not
 * (docs/E2EE.md §2.6). Asked when a text is sealed and not when it is written, since the own list
 * may have grown between. On the desk.
 */
public final class Introductions {

  private final Tools tools;
  private final Contacts contacts;
  private final Drafts drafts;

  public Introductions(Tools tools, Contacts contacts, Drafts drafts) {
    this.tools = tools;
    this.contacts = contacts;
    this.drafts = drafts;
  }

  /** What has to go before a text of this conversation, and is taken for sent from now on. */
  List<Draft> owed(Transaction step, UUID conversation) {
    Conversations conversations = new Conversations(step);
    DeviceList own = contacts.pins(step, tools.user()).list();
    return conversations
        .find(conversation)
        .filter(found -> !found.peer().equals(tools.user()))
        .filter(found -> isOwed(found, own))
        .map(found -> {
          conversations.put(found.introducedTo(own.version()));
          return introduction(found);
        })
        .map(List::of)
        .orElse(List.of());
  }

  private static boolean isOwed(StoredConversation conversation, DeviceList own) {
    return own.entries().size() > 1 && conversation.introduced() < own.version();
  }

  private Draft introduction(StoredConversation conversation) {
    ContentBody introduction = new ContentBody.Introduction(conversation.peer());
    return drafts.control(tools.user(), List.of(), introduction);
  }
}
