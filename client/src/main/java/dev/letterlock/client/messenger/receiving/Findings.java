package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentChecks;
import dev.letterlock.crypto.e2ee.content.Finding;
import dev.letterlock.crypto.e2ee.content.ViewHistory;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.crypto.e2ee.store.VaultException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a good message may still give away about the server or its author (docs/E2EE.md §2.6). On
 * the desk.
 */
public final class Findings {

  private static final Logger LOG = LoggerFactory.getLogger(Findings.class);

  private final Tools tools;
  private final Desk desk;
  private final Contacts contacts;
  private final GroupBook book;
  private final Audience audience;
  private final Map<Open, Runnable> open = new LinkedHashMap<>();

  /** What a comparison that could not be made is about. */
  private record Open(UUID author, UUID conversation, Finding.Chain chain) {}

  public Findings(Tools tools, Desk desk, Contacts contacts, GroupBook book, Audience audience) {
    this.tools = tools;
    this.desk = desk;
    this.contacts = contacts;
    this.book = book;
    this.audience = audience;
  }

  /** Tells and does what has to be, once the message is stored. */
  public void report(
      Transaction step, UUID author, StoredConversation conversation, List<Finding> findings) {
    String name = contacts.name(step, author);
    for (Finding finding : findings) {
      report(step, author, name, conversation, finding);
    }
  }

  /**
   * What a message gives away apart from its number, which control content and repeats have not.
   */
  static ContentChecks.Outcome withoutNumbers(ContentChecks.Outcome outcome) {
    List<Finding> about =
        outcome.findings().stream()
            .filter(finding ->
                !(finding instanceof Finding.Missing)
                    && !(finding instanceof Finding.RepeatedNumber))
            .toList();
    return new ContentChecks.Outcome(outcome.sequence(), about);
  }

  /** Content of a newer program, which only matters if a person was meant to see it. */
  void unknown(Transaction step, StoredConversation conversation, ContentBody.Unknown body) {
    if (!body.isControl()) {
      String sentence = "A message of a kind that only a newer program can show has come.";
      tell(step, Kind.REMARK, conversation, sentence);
    }
  }

  /** A message that waited turned out to be none. */
  void dropped(Transaction step, UUID conversation, String why) {
    audience.notice(step, Notice.of(Kind.REFUSED, conversation, why));
  }

  /** A new session with the server: it is asked once more for what it did not show. */
  void compareOpen() {
    List.copyOf(open.values()).forEach(desk::execute);
  }

  private void report(
      Transaction step,
      UUID author,
      String name,
      StoredConversation conversation,
      Finding finding) {
    switch (finding) {
      case Finding.SplitView split ->
          tell(step, Kind.ALARM, conversation, split(name, conversation, split.chain()));
      case Finding.NewerView newer ->
          step.afterwards(
              () -> desk.execute(() -> compareAgain(author, name, conversation, newer)));
      case Finding.Missing missing -> tell(step, Kind.REMARK, conversation, missing(name, missing));
      case Finding.RepeatedNumber _ ->
          tell(
              step,
              Kind.ALARM,
              conversation,
              "A device of " + name + " used a number twice, as a copied or restored one does.");
    }
  }

  private void compareAgain(
      UUID author, String name, StoredConversation conversation, Finding.NewerView newer) {
    Open about = new Open(author, conversation.id(), newer.chain());
    Runnable again = () -> compareAgain(author, name, conversation, newer);
    try (Transaction step = tools.begin()) {
      ViewHistory.Verdict verdict =
          refreshed(step, author, conversation, newer.chain()).compare(newer.stated());
      step.commit();
      open.remove(about);
      switch (verdict) {
        case AGREES, FORGOTTEN -> {}
        case SPLIT -> tell(Kind.ALARM, conversation, split(name, conversation, newer.chain()));
        case NEWER ->
            tell(
                Kind.ALARM,
                conversation,
                name + " has seen something newer that the server keeps back from you.");
      }
    } catch (ApiException | RefusedException | GroupRejectedException e) {
      LOG.debug("not compared: {}", e.getMessage());
      if (open.put(about, again) == null) {
        keptBack(name, conversation, e);
      }
    } catch (VaultException e) {
      // Nothing is wrong with the server, so there is nothing to tell.
      LOG.debug("not kept: {}", e.getMessage());
      open.put(about, again);
    }
  }

  /** An honest server may be out of reach for a while, but shows nothing that breaks a rule. */
  private void keptBack(String name, StoredConversation conversation, RuntimeException why) {
    tell(
        why instanceof ApiException ? Kind.REMARK : Kind.ALARM,
        conversation,
        name
            + " has seen something newer that the server does not show you. "
            + Words.asException(why).getMessage()
            + " It is asked again with the next connection.");
  }

  private ViewHistory refreshed(
      Transaction step, UUID author, StoredConversation conversation, Finding.Chain chain) {
    boolean ofGroup = chain == Finding.Chain.AUXILIARY && conversation.group();
    if (ofGroup) {
      book.refresh(step, conversation.id());
      return book.groups(step).history(conversation.id());
    }
    UUID other = author.equals(tools.user()) ? conversation.peer() : tools.user();
    UUID user = chain == Finding.Chain.AUTHOR_LIST ? author : other;
    contacts.refresh(step, user);
    return contacts.peers(step).history(user);
  }

  private static String split(String name, StoredConversation conversation, Finding.Chain chain) {
    boolean ofGroup = chain == Finding.Chain.AUXILIARY && conversation.group();
    return "The server shows "
        + name
        + " and you "
        + (ofGroup ? "different memberships of this group." : "different lists of devices.");
  }

  private static String missing(String name, Finding.Missing missing) {
    long count = missing.numbers().to() - missing.numbers().from() + 1;
    String messages = count == 1 ? "1 earlier message of " : count + " earlier messages of ";
    boolean first = missing.numbers().from() == 1;
    return messages
        + name
        + (first
            ? ", from before this device was there or lost, cannot be shown."
            : count == 1 ? " has not come." : " have not come.");
  }

  private void tell(Transaction step, Kind kind, StoredConversation conversation, String sentence) {
    audience.notice(step, Notice.of(kind, conversation.id(), sentence));
  }

  private void tell(Kind kind, StoredConversation conversation, String sentence) {
    audience.notice(Notice.of(kind, conversation.id(), sentence));
  }
}
