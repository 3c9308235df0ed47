package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
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
    return conversations
        .find(conversation)
        .filter(found -> !found.peer().equals(tools.user()))
        .filter(found -> isOwed(step, found))
        .map(found -> introduce(step, found))
        .map(List::of)
        .orElse(List.of());
  }

  private boolean isOwed(Transaction step, StoredConversation conversation) {
    boolean alone = contacts.devices(step, tools.user()).size() < 2;
    return !alone && conversation.introduced() < ownVersion(step);
  }

  private Draft introduce(Transaction step, StoredConversation conversation) {
    new Conversations(step).put(conversation.introducedTo(ownVersion(step)));
    ContentBody introduction = new ContentBody.Introduction(conversation.peer());
    return drafts.control(tools.user(), List.of(), introduction);
  }

  private long ownVersion(Transaction step) {
    return contacts.pins(step, tools.user()).list().version();
  }
}
