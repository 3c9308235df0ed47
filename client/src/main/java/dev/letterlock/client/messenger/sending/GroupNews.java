package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.messenger.trust.KnownTitles;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.content.ContentBody;
import dev.letterlock.crypto.e2ee.content.ContentCodec;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.protocol.id.DeviceAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what became of a group, by drafts of the outbox (docs/E2EE.md §2.8): never fails for
 * want of the server. On the desk.
 */
public record GroupNews(Tools tools, Contacts contacts, Writing writing) {

  private static final Logger LOG = LoggerFactory.getLogger(GroupNews.class);

  /** Whether a group can be called that. */
  static boolean isTitle(String title) {
    return title.getBytes(StandardCharsets.UTF_8).length <= ContentCodec.MAX_TITLE
        && !title.isBlank();
  }

  /**
   * Tells a state to its members and to those of the one before, and the title to new ones; to all
   * where the members are signed anew, as nobody who was away believes what the device told that
   * signed them before.
   */
  void changed(Transaction step, GroupState before, GroupState next) {
    Set<UUID> concerned = users(before.roster());
    concerned.addAll(users(next.roster()));
    tell(step, concerned, new ContentBody.NewGroupState(next));
    boolean anew =
        GroupChanges.roles(next.roster().members())
            .equals(GroupChanges.roles(before.roster().members()));
    Set<UUID> untold = users(next.roster());
    untold.removeAll(anew ? Set.of() : users(before.roster()));
    titles(step).of(next.group()).ifPresent(title -> tell(step, untold, title));
  }

  /** Tells the first state to its members, and what the group is called. */
  void made(Transaction step, GroupState first, String title) {
    tell(step, users(first.roster()), new ContentBody.NewGroupState(first));
    if (isTitle(title)) {
      named(step, first, title);
    }
  }

  /** Calls a group something, and tells its members. */
  void named(Transaction step, GroupState state, String title) {
    ContentBody.GroupTitle next = titles(step).next(state.group(), title, tools.clock().millis());
    titles(step).take(next);
    titles(step).toldTo(contacts.pins(step, tools.user()).list(), state.group());
    tell(step, users(state.roster()), next);
  }

  private KnownTitles titles(Transaction step) {
    return new KnownTitles(step, tools.e1());
  }

  /**
   * Who may not be told now learns it from the next message, or from the server. Where the server
   * cannot be asked for devices they are found when the draft is sealed.
   */
  void tell(Transaction step, Set<UUID> users, ContentBody body) {
    for (UUID user : users) {
      try {
        List<DeviceAddress> devices =
            contacts.devices(step, user).stream()
                .map(Contacts::address)
                .filter(device -> !device.equals(tools.address()))
                .toList();
        if (!devices.isEmpty()) {
          writing.control(step, user, devices, body);
        }
      } catch (ApiException e) {
        writing.control(step, user, List.of(), body);
      } catch (RefusedException e) {
        LOG.debug("not told to {}: {}", user, e.sentence());
      }
    }
  }

  private static Set<UUID> users(GroupRoster roster) {
    Set<UUID> users = new LinkedHashSet<>();
    roster.members().forEach(member -> users.add(member.user()));
    return users;
  }
}
