package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Said;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.List;
import java.util.UUID;

/** Stores what this device says, and posts it. On the desk. */
public final class Writing {

  private final Tools tools;
  private final Drafts drafts;
  private final Postbox postbox;

  public Writing(Tools tools, Drafts drafts, Postbox postbox) {
    this.tools = tools;
    this.drafts = drafts;
    this.postbox = postbox;
  }

  /** Stores a text or a file and posts it to a conversation. */
  public StoredMessage said(Transaction step, UUID conversation, Said said) {
    Conversations conversations = new Conversations(step);
    StoredConversation written = conversations.find(conversation).orElseThrow().withOneMore();
    boolean allRead = written.read() == written.last() - 1;
    StoredConversation shown = allRead ? written.readUpTo(written.last()) : written;
    StoredMessage message =
        new StoredMessage(
            tools.newId(),
            conversation,
            shown.last(),
            tools.user(),
            tools.address().device(),
            tools.clock().millis(),
            State.WAITING,
            0,
            said);
    Draft draft = drafts.said(message.id(), shown, said);
    conversations.add(shown, message);
    conversations.answered(conversation);
    postbox.post(step, draft);
    return message;
  }

  /**
   * Posts control content to some devices of one user only.
   *
   * @param to 1 to 16 devices
   */
  public void control(Transaction step, UUID user, List<DeviceAddress> to, ContentBody body) {
    postbox.post(step, drafts.control(user, to, body));
  }

  /** Posts what was drafted elsewhere. */
  public void post(Transaction step, Draft draft) {
    postbox.post(step, draft);
  }

  /** Posts something once more, to the one device of this certificate. */
  public void again(Transaction step, Draft sent, TrustedDevice to) {
    postbox.post(step, drafts.again(sent, Contacts.address(to), to.certHash()));
  }
}
