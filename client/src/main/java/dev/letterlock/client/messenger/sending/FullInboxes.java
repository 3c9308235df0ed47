package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.FullDevices;
import dev.letterlock.client.profile.OutboxEntry;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What an Accepted says of inboxes that had no room (docs/PROTOCOL.md §5.2): the person is told
 * which devices get nothing, once until they take something again, and whoever got a message on
 * none of the devices that it was sealed for has neither received nor read it, whatever later
 * receipts cover; in a group the same holds for members of another time. On the desk.
 */
public record FullInboxes(Tools tools, Contacts contacts, Audience audience) {

  /**
   * The server holds what an entry said, but not for these devices.
   *
   * @param full none if all have it
   */
  void take(Transaction step, OutboxEntry entry, Set<DeviceAddress> full) {
    FullDevices known = new FullDevices(step);
    Set<UUID> missed = new LinkedHashSet<>();
    Set<UUID> reached = new HashSet<>();
    for (DeviceAddress device : entry.sealedFor()) {
      boolean hasIt = !full.contains(device);
      (hasIt ? reached : missed).add(device.user().toUuid());
      if (hasIt) {
        known.remove(device);
      } else if (known.add(device)) {
        tell(step, entry.draft(), device);
      }
    }
    missed.removeAll(reached);
    UUID message = entry.draft().message();
    boolean isShown = new Conversations(step).message(message).isPresent();
    if (isShown && !missed.isEmpty()) {
      new Conversations(step).putMissed(message, List.copyOf(missed));
    }
    if (isShown && entry.draft().group() && !entry.sealedFor().isEmpty()) {
      reached.remove(tools.user());
      new Conversations(step).putReached(message, List.copyOf(reached));
    }
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
