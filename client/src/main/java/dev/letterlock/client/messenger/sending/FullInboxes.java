package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.FullDevices;
import dev.letterlock.client.profile.Groups;
import dev.letterlock.client.profile.Sends;
import dev.letterlock.client.profile.SentCopy;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What an Accepted says of inboxes that had no room (docs/PROTOCOL.md §5.2): the person is told
 * which devices get nothing, once until they take something again, and whoever got a message on no
 * device has neither received nor read it, whatever later receipts cover. On the desk.
 */
public record FullInboxes(Tools tools, Contacts contacts, Audience audience) {

  /**
   * The server holds what a draft said, but not for these devices.
   *
   * @param full none if all have it
   */
  void take(Transaction step, Draft draft, Set<DeviceAddress> full) {
    FullDevices known = new FullDevices(step);
    List<UUID> missed = new ArrayList<>();
    for (UUID user : addressed(step, draft)) {
      List<DeviceAddress> devices = devices(step, draft, user);
      for (DeviceAddress device : devices) {
        if (!full.contains(device)) {
          known.remove(device);
        } else if (known.add(device)) {
          tell(step, draft, device);
        }
      }
      if (!devices.isEmpty() && full.containsAll(devices)) {
        missed.add(user);
      }
    }
    if (!missed.isEmpty()) {
      new Conversations(step).putMissed(draft.message(), missed);
    }
  }

  private List<UUID> addressed(Transaction step, Draft draft) {
    if (!draft.group()) {
      return List.of(draft.recipient(), tools.user()).stream().distinct().toList();
    }
    return new Groups(step, tools.e1())
        .view(draft.conversation()).map(GroupView::current).stream()
            .flatMap(state -> state.roster().members().stream())
            .map(GroupMember::user)
            .toList();
  }

  /** As far as can be told: those on the list, or in a conversation of two those sealed for. */
  private List<DeviceAddress> devices(Transaction step, Draft draft, UUID user) {
    Optional<SentCopy> copy =
        draft.group() ? Optional.empty() : new Sends(step).copy(draft.message());
    return contacts.peers(step).pins(user).stream()
        .flatMap(pins -> pins.list().entries().stream())
        .map(entry -> new DeviceAddress(UserId.of(user), entry.device()))
        .filter(device -> !device.equals(tools.address()))
        .filter(device -> copy.map(sent -> sent.sentTo(device).isPresent()).orElse(true))
        .toList();
  }

  private void tell(Transaction step, Draft draft, DeviceAddress device) {
    UUID user = device.user().toUuid();
    String whose = user.equals(tools.user()) ? "of yours" : "of " + contacts.name(step, user);
    audience.notice(
        step,
        Notice.of(
            Kind.REFUSED,
            draft.conversation(),
            "Device "
                + Integer.toUnsignedString(device.device())
                + " "
                + whose
                + " has no room left at the server: it did not get your message, and gets nothing"
                + " more before it has fetched what waits for it there."));
  }
}
