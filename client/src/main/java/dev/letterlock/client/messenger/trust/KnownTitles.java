package dev.letterlock.client.messenger.trust;

import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.StoredConversation;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.content.ContentBody.GroupTitle;
import java.util.Optional;
import java.util.UUID;

/** What groups are called, as somebody has told it: the newest title (docs/E2EE.md §2.6). */
public record KnownTitles(Transaction step, E1 e1) {

  /** The title as others are told it; empty where a group only has the names of its members. */
  public Optional<GroupTitle> of(UUID group) {
    return new Conversations(step)
        .find(group)
        .flatMap(found ->
            new Groups(step, e1)
                .namedAt(group)
                .map(namedAt -> new GroupTitle(group, namedAt, found.title())));
  }

  /** A title that takes the place of the known one, whatever the clock says. */
  public GroupTitle next(UUID group, String title, long now) {
    long namedAt = of(group).map(known -> Math.max(now, known.namedAt() + 1)).orElse(now);
    return new GroupTitle(group, namedAt, title);
  }

  /** Notes that the devices of the own list know the title. */
  public void toldTo(DeviceList own, UUID group) {
    Conversations conversations = new Conversations(step);
    conversations
        .find(group)
        .ifPresent(found -> conversations.put(found.introducedTo(own.version())));
  }

  /**
   * Keeps a title of a group that is known here, unless a newer one is.
   *
   * @return whether it is kept
   */
  public boolean take(GroupTitle title) {
    boolean newer = of(title.group()).filter(known -> !title.isNewerThan(known)).isEmpty();
    if (newer) {
      Conversations conversations = new Conversations(step);
      StoredConversation before = conversations.find(title.group()).orElseThrow();
      conversations.put(before.named(title.title()));
      new Groups(step, e1).putNamedAt(title.group(), title.namedAt());
    }
    return newer;
  }
}
