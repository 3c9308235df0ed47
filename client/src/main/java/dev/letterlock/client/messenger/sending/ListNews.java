package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Own;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.group.GroupMember;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Lets others know of a newer own list, which the server tells only those who write to its owner
 * directly (docs/E2EE.md §2.8). The head of any content names the list; that is all there is to
 * tell. On the desk.
 */
public record ListNews(Tools tools, Contacts contacts, GroupBook book, GroupNews news) {

  /** The version of a list that names no other device which could be told. */
  private static final long FIRST = 1;

  /**
   * Tells all who may have given keys to a device that is off the list. Strangers are not told,
   * from whom something was read that nobody has answered (R6).
   */
  public void tell(Transaction step) {
    Set<UUID> concerned = groupMembers(step);
    Conversations conversations = new Conversations(step);
    contacts.peers(step).usersWithSessions().stream()
        .filter(user -> conversations.isAnswered(tools.conversationWith(user)))
        .forEach(concerned::add);
    concerned.add(tools.user());
    tell(step, concerned);
  }

  /**
   * Tells once of each list. A device that is new tells the others of the account; one that holds
   * the account key tells the members of groups, who would not give a new device the keys to what
   * they write.
   */
  void tellOwed(Transaction step) {
    Own own = new Own(step, tools.e1());
    long told = own.toldList();
    if (told >= inForce(step)) {
      return;
    }
    Set<UUID> concerned = new HashSet<>();
    if (own.holdsAccountKey()) {
      concerned.addAll(groupMembers(step));
      concerned.remove(tools.user());
    }
    if (told == 0 && inForce(step) > FIRST) {
      concerned.add(tools.user());
    }
    tell(step, concerned);
  }

  private void tell(Transaction step, Set<UUID> concerned) {
    news.tell(step, concerned, new ContentBody.Empty());
    new Own(step, tools.e1()).putToldList(inForce(step));
  }

  private Set<UUID> groupMembers(Transaction step) {
    Set<UUID> members = new HashSet<>();
    book.groups(step).views().stream()
        .map(GroupView::current)
        .filter(state -> state.roster().has(tools.user()))
        .flatMap(state -> state.roster().members().stream())
        .map(GroupMember::user)
        .forEach(members::add);
    return members;
  }

  private long inForce(Transaction step) {
    return contacts.pins(step, tools.user()).list().version();
  }
}
