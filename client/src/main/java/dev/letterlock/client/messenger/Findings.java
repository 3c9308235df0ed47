package dev.letterlock.client.messenger;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.Finding;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a good message may still give away about the server or its author. On the desk. */
final class Findings {

  private static final Logger LOG = LoggerFactory.getLogger(Findings.class);

  private final Tools tools;
  private final Desk desk;
  private final Contacts contacts;
  private final Audience audience;

  Findings(Tools tools, Desk desk, Contacts contacts, Audience audience) {
    this.tools = tools;
    this.desk = desk;
    this.contacts = contacts;
    this.audience = audience;
  }

  /** Tells and does what has to be, once the message is stored. */
  void report(
      Transaction step, String author, StoredConversation conversation, List<Finding> findings) {
    for (Finding finding : findings) {
      step.afterwards(() -> report(author, conversation, finding));
    }
  }

  private void report(String author, StoredConversation conversation, Finding finding) {
    switch (finding) {
      case Finding.SplitView _ ->
          tell(
              Kind.ALARM,
              conversation,
              "The server shows " + author + " and you different lists of devices.");
      case Finding.NewerView _ -> desk.execute(() -> refresh(conversation.peer()));
      case Finding.Missing missing -> {
        long count = missing.numbers().to() - missing.numbers().from() + 1;
        tell(
            Kind.REMARK,
            conversation,
            count + " earlier message(s) of " + author + " have not come.");
      }
      case Finding.RepeatedNumber _ ->
          tell(
              Kind.ALARM,
              conversation,
              "A device of " + author + " used a number twice, as a copied or restored one does.");
    }
  }

  private void tell(Kind kind, StoredConversation conversation, String sentence) {
    audience.notice(Notice.of(kind, conversation.id(), sentence));
  }

  private void refresh(UUID peer) {
    try (Transaction step = tools.begin()) {
      contacts.refresh(step, peer);
      contacts.refresh(step, tools.user());
      step.commit();
    } catch (ApiException | RefusedException e) {
      LOG.debug("lists not refreshed: {}", e.getMessage());
    }
  }
}
