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
import dev.letterlock.client.profile.Comparisons;
import dev.letterlock.client.profile.OpenComparison;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentChecks;
import dev.letterlock.crypto.e2ee.content.Finding;
import dev.letterlock.crypto.e2ee.content.ViewHistory;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.crypto.e2ee.store.VaultException;
import java.util.List;
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

  /** An admin calls a group something else. */
  void renamed(Transaction step, UUID group, String name, String title) {
    String sentence = name + " has named the group " + title + ".";
    audience.notice(step, Notice.of(Kind.REMARK, group, sentence));
  }

  /** A message that waited turned out to be none. */
  void dropped(Transaction step, UUID conversation, String why) {
    audience.notice(step, Notice.of(Kind.REFUSED, conversation, why));
  }

  /** A new session with the server: it is asked once more for what it did not show. */
  void compareOpen() {
    try (Transaction step = tools.begin()) {
      new Comparisons(step).all().forEach(open -> desk.execute(() -> compare(open)));
    }
  }

  private void report(
      Transaction step,
      UUID author,
      String name,
      StoredConversation conversation,
      Finding finding) {
    switch (finding) {
      case Finding.SplitView split ->
          tell(
              step,
              Kind.ALARM,
              conversation,
              split(name, conversation.group() && split.chain() == Finding.Chain.AUXILIARY));
      case Finding.NewerView newer ->
          compareLater(step, OpenComparison.of(author, conversation, newer));
      case Finding.Missing missing -> tell(step, Kind.REMARK, conversation, missing(name, missing));
      case Finding.RepeatedNumber _ ->
          tell(
              step,
              Kind.ALARM,
              conversation,
              "A device of " + name + " used a number twice, as a copied or restored one does.");
    }
  }

  /** Kept with the message, as nobody says it again. */
  private void compareLater(Transaction step, OpenComparison open) {
    new Comparisons(step).add(open);
    step.afterwards(() -> desk.execute(() -> compare(open)));
  }

  /** Asks the server and compares; what cannot be done now stays open. */
  private void compare(OpenComparison about) {
    try (Transaction step = tools.begin()) {
      OpenComparison open = new Comparisons(step).find(about).orElse(null);
      if (open == null) {
        return;
      }
      ViewHistory.Verdict verdict = refreshed(step, open).compare(open.stated());
      new Comparisons(step).remove(open);
      switch (verdict) {
        case AGREES, FORGOTTEN -> {}
        case SPLIT -> tell(step, Kind.ALARM, open, split(name(step, open), open.isOfGroup()));
        case NEWER ->
            tell(
                step,
                Kind.ALARM,
                open,
                name(step, open)
                    + " has seen something newer that the server keeps back from you.");
      }
      step.commit();
    } catch (ApiException | RefusedException | GroupRejectedException e) {
      LOG.debug("not compared: {}", e.getMessage());
      keptBack(about, e);
    } catch (VaultException e) {
      // Nothing is wrong with the server, so there is nothing to tell.
      LOG.debug("not kept: {}", e.getMessage());
    }
  }

  /** An honest server may be out of reach for a while, but shows nothing that breaks a rule. */
  private void keptBack(OpenComparison about, RuntimeException why) {
    try (Transaction step = tools.begin()) {
      Comparisons comparisons = new Comparisons(step);
      OpenComparison open = comparisons.find(about).orElse(about);
      if (open.told()) {
        return;
      }
      comparisons.put(open.told(true));
      tell(
          step,
          why instanceof ApiException ? Kind.REMARK : Kind.ALARM,
          open,
          name(step, open)
              + " has seen something newer that the server does not show you. "
              + Words.asException(why).getMessage()
              + " It is asked again with the next connection.");
      step.commit();
    } catch (VaultException e) {
      LOG.debug("not told: {}", e.getMessage());
    }
  }

  private ViewHistory refreshed(Transaction step, OpenComparison open) {
    if (open.isOfGroup()) {
      book.refresh(step, open.conversation());
      return book.groups(step).history(open.conversation());
    }
    UUID other = open.author().equals(tools.user()) ? open.peer() : tools.user();
    UUID user = open.chain() == Finding.Chain.AUTHOR_LIST ? open.author() : other;
    contacts.refresh(step, user);
    return contacts.peers(step).history(user);
  }

  private String name(Transaction step, OpenComparison open) {
    return contacts.name(step, open.author());
  }

  private static String split(String name, boolean ofGroup) {
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

  private void tell(Transaction step, Kind kind, OpenComparison open, String sentence) {
    audience.notice(step, Notice.of(kind, open.conversation(), sentence));
  }
}
