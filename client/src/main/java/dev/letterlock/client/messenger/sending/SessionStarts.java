package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.ClaimedBundle;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.RefusedException.Remedy;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import dev.letterlock.client.profile.Draft;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.session.Readiness;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.protocol.id.DeviceAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Begins the sessions that a message needs, and renews those that are due (docs/E2EE.md §2.4). One
 * device with which none can be begun does not stop the message to the others: it is done without
 * until the server wants it addressed, and an old session goes on. On the desk.
 */
final class SessionStarts {

  /** What the server has not, it will not have soon, and each claim may cost a one-time key. */
  private static final Duration BETWEEN_RENEWALS = Duration.ofHours(1);

  /** For so long a device may have to publish its first keys, and messages wait for them. */
  private static final Duration NEW = Duration.ofMinutes(10);

  private final Tools tools;
  private final Contacts contacts;
  private final Bundles bundles;
  private final Audience audience;
  private final Map<DeviceAddress, Long> notRenewed = new HashMap<>();
  private final Set<DeviceAddress> told = new HashSet<>();

  SessionStarts(Tools tools, Contacts contacts, Bundles bundles, Audience audience) {
    this.tools = tools;
    this.contacts = contacts;
    this.bundles = bundles;
    this.audience = audience;
  }

  /**
   * Begins what is missing.
   *
   * @return those of the targets that there is a session with
   * @throws RefusedException if none of the recipient's devices is left, or one is worth waiting
   *     for
   */
  List<TrustedDevice> begin(Transaction step, Draft draft, List<TrustedDevice> targets) {
    Map<TrustedDevice, RefusedException> without = new LinkedHashMap<>();
    byUser(with(Readiness.NO_SESSION, step, targets))
        .forEach((user, devices) -> without.putAll(start(step, user, devices)));
    byUser(with(Readiness.HANDSHAKE_DUE, step, targets))
        .forEach((user, devices) -> renew(step, user, devices));
    if (without.isEmpty()) {
      return targets;
    }
    requirePatience(draft, without);
    List<TrustedDevice> reached =
        targets.stream().filter(device -> !without.containsKey(device)).toList();
    requireSomebody(step, draft, reached, without);
    without.forEach((device, why) -> leaveOut(step, draft, device, why));
    return reached;
  }

  private List<TrustedDevice> with(
      Readiness readiness, Transaction step, List<TrustedDevice> targets) {
    return targets.stream().filter(target -> readiness(step, target) == readiness).toList();
  }

  private Readiness readiness(Transaction step, TrustedDevice device) {
    try (PeerState state = contacts.peers(step).state(Contacts.address(device))) {
      return tools.pairwise().readiness(state, device);
    }
  }

  private static Map<UUID, List<TrustedDevice>> byUser(List<TrustedDevice> devices) {
    return devices.stream().collect(Collectors.groupingBy(device -> user(device)));
  }

  /** With which devices there is no session, and why. */
  private Map<TrustedDevice, RefusedException> start(
      Transaction step, UUID user, List<TrustedDevice> devices) {
    Map<TrustedDevice, RefusedException> without = new LinkedHashMap<>();
    try {
      Map<Integer, ClaimedBundle> claimed = bundles.claim(user, devices);
      for (TrustedDevice device : devices) {
        RefusedException why = start(step, device, claimed.get(number(device)));
        if (why != null) {
          without.put(device, why);
        }
      }
    } catch (RefusedException e) {
      devices.forEach(device -> without.put(device, e));
    }
    return without;
  }

  private @Nullable RefusedException start(
      Transaction step, TrustedDevice device, @Nullable ClaimedBundle bundle) {
    DeviceAddress address = Contacts.address(device);
    String name = contacts.name(step, user(device));
    if (bundle == null) {
      return RefusedException.forNow(
          "The server gives no keys of a device of " + name + "; the message waits for them.");
    }
    Peers peers = contacts.peers(step);
    try (PeerState state = peers.state(address);
        PeerState next = bundles.start(step, state, device, bundle, name)) {
      peers.putState(address, next);
      told.remove(address);
      return null;
    } catch (RefusedException e) {
      return e;
    }
  }

  private void renew(Transaction step, UUID user, List<TrustedDevice> devices) {
    long latest = tools.clock().millis() - BETWEEN_RENEWALS.toMillis();
    List<TrustedDevice> due =
        devices.stream()
            .filter(device -> notRenewed.getOrDefault(Contacts.address(device), 0L) < latest)
            .toList();
    Map<Integer, ClaimedBundle> claimed = bundles.claimIfPossible(user, due);
    for (TrustedDevice device : due) {
      DeviceAddress address = Contacts.address(device);
      ClaimedBundle bundle = claimed.get(number(device));
      RefusedException why = bundle == null ? null : start(step, device, bundle);
      if (bundle == null || why != null) {
        notRenewed.put(address, tools.clock().millis());
      }
      if (why != null) {
        String sentence = "The session with " + called(step, device) + " could not be renewed: ";
        tell(address, Kind.REMARK, user, sentence + why.sentence() + " The old one goes on.");
      }
    }
  }

  private void requirePatience(Draft draft, Map<TrustedDevice, RefusedException> without) {
    without.forEach((device, why) -> {
      if (isNew(device, why) || isWanted(draft, device)) {
        throw RefusedException.forNow(why.sentence());
      }
    });
  }

  /** It is about to publish its keys. */
  private boolean isNew(TrustedDevice device, RefusedException why) {
    long newest = tools.clock().millis() - NEW.toMillis();
    return why.remedy() == Remedy.TIME && device.cert().created() > newest;
  }

  /** The server takes no message without it. */
  private boolean isWanted(Draft draft, TrustedDevice device) {
    return !draft.partial() && contacts.takeWanted(Contacts.address(device));
  }

  private void requireSomebody(
      Transaction step,
      Draft draft,
      List<TrustedDevice> reached,
      Map<TrustedDevice, RefusedException> without) {
    UUID user = draft.recipient();
    boolean enough =
        user.equals(tools.user()) || hasOne(reached, user) || hasOthers(step, draft, without);
    if (!enough) {
      contacts.markAllPresent(user);
      RefusedException why = worthWaiting(without.values());
      throw why.remedy() == Remedy.NOTHING
          ? new RefusedException(
              "Nothing was sent to " + contacts.name(step, user) + ": " + why.sentence(), why)
          : why;
    }
  }

  private static boolean hasOne(Collection<TrustedDevice> devices, UUID user) {
    return devices.stream().anyMatch(device -> user(device).equals(user));
  }

  /** Whether what is for some devices only may be dropped, as other devices of its user have it. */
  private boolean hasOthers(
      Transaction step, Draft draft, Map<TrustedDevice, RefusedException> without) {
    List<TrustedDevice> others = new ArrayList<>();
    if (draft.partial()) {
      others.addAll(contacts.devices(step, draft.recipient()));
      others.removeAll(without.keySet());
    }
    return !others.isEmpty();
  }

  private static RefusedException worthWaiting(Collection<RefusedException> reasons) {
    return reasons.stream()
        .filter(why -> why.remedy() != Remedy.NOTHING)
        .findFirst()
        .orElseGet(() -> reasons.iterator().next());
  }

  private void leaveOut(Transaction step, Draft draft, TrustedDevice device, RefusedException why) {
    DeviceAddress address = Contacts.address(device);
    contacts.markAbsent(address);
    boolean none = why.remedy() == Remedy.TIME;
    tell(
        address,
        none ? Kind.REMARK : Kind.REFUSED,
        draft.recipient(),
        none
            ? "The server gives no keys of " + called(step, device) + "; it gets no copies for now."
            : "No copies go to " + called(step, device) + " for now: " + why.sentence());
  }

  private String called(Transaction step, TrustedDevice device) {
    return "device "
        + Integer.toUnsignedString(number(device))
        + " of "
        + contacts.name(step, user(device));
  }

  /** Says so once, until a session has been begun. */
  private void tell(DeviceAddress device, Kind kind, UUID with, String sentence) {
    if (told.add(device)) {
      audience.notice(Notice.of(kind, tools.conversationWith(with), sentence));
    }
  }

  private static UUID user(TrustedDevice device) {
    return device.cert().address().user();
  }

  private static int number(TrustedDevice device) {
    return device.cert().address().device();
  }
}
