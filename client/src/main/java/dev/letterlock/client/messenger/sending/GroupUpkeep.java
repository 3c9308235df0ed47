package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.GroupBook;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.e2ee.store.VaultException;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the newest state of a group anew once the device that signed it is not on its user's list
 * any more, or that account has begun anew: somebody who was away could not verify it (docs/E2EE.md
 * §2.8). Every admin's devices look, each after a random wait, and the first one does it. On the
 * desk.
 */
public final class GroupUpkeep {

  private static final Logger LOG = LoggerFactory.getLogger(GroupUpkeep.class);

  private final Tools tools;
  private final Desk desk;
  private final AgedLists lists;
  private final GroupBook book;
  private final GroupChanges changes;
  private final Duration mostWait;
  private boolean planned;

  /**
   * @param mostWait the longest random wait before a look, its end included
   */
  public GroupUpkeep(
      Tools tools,
      Desk desk,
      Contacts contacts,
      GroupBook book,
      GroupChanges changes,
      Duration mostWait) {
    this.tools = tools;
    this.desk = desk;
    this.lists = new AgedLists(tools, contacts);
    this.book = book;
    this.changes = changes;
    this.mostWait = mostWait;
  }

  /** There is a session, or a list of devices has changed. */
  public void lookSoon() {
    if (!planned) {
      planned = true;
      long wait = tools.random().nextLong(mostWait.toMillis() + 1);
      desk.after(Duration.ofMillis(wait), this::look);
    }
  }

  private void look() {
    planned = false;
    for (GroupState newest : ownToChange()) {
      desk.execute(() -> attempt(newest));
    }
  }

  private List<GroupState> ownToChange() {
    try (Transaction step = tools.begin()) {
      return book.groups(step).views().stream()
          .map(GroupView::current)
          .filter(this::isAdmin)
          .toList();
    }
  }

  private boolean isAdmin(GroupState state) {
    return state.roster().member(tools.user()).filter(GroupMember::isAdmin).isPresent();
  }

  /** What does not work now is tried with the next session. */
  private void attempt(GroupState newest) {
    try {
      lists.ask(newest.signer().user());
      if (!isProvable(newest.group())) {
        changes.signAnew(newest.group());
      }
    } catch (ApiException | RefusedException | GroupRejectedException | VaultException e) {
      LOG.debug("not signed anew: {}", e.getMessage());
    }
  }

  private boolean isProvable(UUID group) {
    try (Transaction step = tools.begin()) {
      boolean provable = book.isProvable(step, group);
      step.commit();
      return provable;
    }
  }
}
