package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.group.GroupMember;
import java.util.Set;
import java.util.UUID;

/**
 * Lets all know of a newer own list who may have given keys to a device that it lacks (docs/E2EE.md
 * §2.8). On the desk.
 */
public record ListNews(Tools tools, Contacts contacts, GroupBook book, GroupNews news) {

  /** The head of any content names the list; that is all there is to tell. */
  public void tell(Transaction step) {
    Set<UUID> concerned = contacts.peers(step).usersWithSessions();
    book.groups(step).views().stream()
        .map(GroupView::current)
        .filter(state -> state.roster().has(tools.user()))
        .flatMap(state -> state.roster().members().stream())
        .map(GroupMember::user)
        .forEach(concerned::add);
    concerned.add(tools.user());
    news.tell(step, concerned, new ContentBody.Empty());
  }
}
