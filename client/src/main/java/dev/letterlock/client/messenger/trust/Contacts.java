package dev.letterlock.client.messenger.trust;

import dev.letterlock.client.api.Directory;
import dev.letterlock.client.api.PublishedList;
import dev.letterlock.client.messenger.Reason;
import dev.letterlock.client.messenger.desk.AccountName;
import dev.letterlock.client.messenger.desk.Refusals;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceEntry;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.e2ee.trust.KeyLineage;
import dev.letterlock.crypto.e2ee.trust.PinOutcome;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Who is who: names, signed device lists and certificates, believed only as far as the pins allow
 * (docs/E2EE.md §2.2, §2.10). On the desk; asks the server when something is not known. Methods
 * throw {@link RefusedException}, or {@code ApiException} when the server cannot be asked.
 */
public final class Contacts {

  private final Tools tools;
  private final ShownLists lists;
  private final KeyLineages lineages;
  private final PinReports reports;
  private final Set<DeviceAddress> absent = new HashSet<>();
  private final Set<DeviceAddress> wanted = new HashSet<>();
  private Runnable atEachChange = () -> {};

  public Contacts(Tools tools, Directory directory, PinReports reports) {
    this.tools = tools;
    this.lists = new ShownLists(directory);
    this.lineages = new KeyLineages(tools, lists);
    this.reports = reports;
  }

  /** Says what is to be done whenever a list has changed, once that is stored. */
  public void atEachChange(Runnable action) {
    atEachChange = action;
  }

  public Peers peers(Transaction step) {
    return new Peers(step, tools.e1());
  }

  /** What to call somebody. */
  public String name(Transaction step, UUID user) {
    return peers(step).name(user).orElseGet(() -> "user " + user);
  }

  /** The user of this name; asks the server once, and believes its first answer for good. */
  public UUID find(Transaction step, String typed) {
    String name = typed.strip().toLowerCase(Locale.ROOT);
    requireForm(name);
    Optional<UUID> known = peers(step).userOf(name);
    if (known.isPresent()) {
      return known.get();
    }
    PublishedList shown = lists.byName(name);
    if (!shown.name().equals(name)) {
      throw new RefusedException(
          "Asked for " + name + ", the server showed the keys of " + shown.name() + " instead.");
    }
    if (peers(step).name(shown.user()).isPresent()) {
      throw new RefusedException(
          "The server says that " + name + " is somebody whom you know under another name.");
    }
    peers(step).putName(shown.user(), name);
    take(step, shown.user(), shown);
    return shown.user();
  }

  private static void requireForm(String name) {
    if (!AccountName.isWellFormed(name)) {
      throw new RefusedException(
          Reason.INVALID, "Nobody can be called that. " + Refusals.NAME_RULE, null, null);
    }
  }

  /** What is pinned of a user, asked for at the first contact. */
  public DeviceListPins pins(Transaction step, UUID user) {
    Optional<DeviceListPins> known = peers(step).pins(user);
    if (known.isEmpty()) {
      refresh(step, user);
      return peers(step).pins(user).orElseThrow();
    }
    return known.get();
  }

  /** The account keys that were seen to lead to the pinned one. */
  public KeyLineage lineage(Transaction step, UUID user) {
    return lineages.known(step, pins(step, user));
  }

  /**
   * Whether the pinned account key of a user is this one, or follows from it; asks for a newer list
   * and for older ones before it says no.
   */
  public boolean isKeyOf(Transaction step, UUID user, KeyFingerprint key) {
    if (lineage(step, user).has(key)) {
      return true;
    }
    if (!lineages.mayLook(user, key)) {
      return false;
    }
    learn(user);
    return lineages.look(step, pins(step, user), name(step, user), key);
  }

  /** Asks the server for the newest list and judges it. */
  public void refresh(Transaction step, UUID user) {
    take(step, user, lists.newestOf(name(step, user), user));
  }

  /**
   * A device as the pinned list names it; asks for a newer list before it says no. One that only a
   * list under a new account key names waits for a person's word about that key.
   */
  public TrustedDevice device(Transaction step, DeviceAddress address) {
    UUID user = address.user().toUuid();
    return listed(step, address)
        .orElseThrow(() ->
            new RefusedException(
                "The server brought a message from a device that is not on the list of "
                    + name(step, user)
                    + ". It was not opened."));
  }

  /** A device if its owner's newest verified list names it, asked for where that is not known. */
  Optional<TrustedDevice> listed(Transaction step, DeviceAddress address) {
    return known(step, address)
        .or(() -> {
          learn(address.user().toUuid());
          return known(step, address);
        });
  }

  /** As {@link #refresh}, but what was shown stays learnt where the step that needs it fails. */
  public void learn(UUID user) {
    try (Transaction alone = tools.begin()) {
      refresh(alone, user);
      alone.commit();
    }
  }

  /** Where a device is found. */
  public static DeviceAddress address(TrustedDevice device) {
    var address = device.cert().address();
    return new DeviceAddress(UserId.of(address.user()), address.device());
  }

  /** All devices of a user that are not known to be away. */
  public List<TrustedDevice> devices(Transaction step, UUID user) {
    DeviceListPins pins = pins(step, user);
    if (!isComplete(pins, peers(step).certificates(user))) {
      refresh(step, user);
      pins = pins(step, user);
    }
    List<DeviceCert> certificates = peers(step).certificates(user);
    List<TrustedDevice> devices = new ArrayList<>();
    for (DeviceEntry entry : pins.list().entries()) {
      if (!absent.contains(address(user, entry.device()))) {
        devices.add(trusted(step, pins, entry, certificates));
      }
    }
    return devices;
  }

  /**
   * The server does not reach a device that its owner's list names, or no session can be begun with
   * it: do without until it changes.
   */
  public void markAbsent(DeviceAddress device) {
    absent.add(device);
  }

  /** The device is there after all. */
  public void markPresent(DeviceAddress device) {
    absent.remove(device);
  }

  /** The server takes nothing that this device does not get. */
  public void markWanted(DeviceAddress device) {
    markPresent(device);
    wanted.add(device);
  }

  /** Whether the server said so since this was last asked. */
  public boolean takeWanted(DeviceAddress device) {
    return wanted.remove(device);
  }

  /** Nobody would be left to send to: the next attempt addresses all of the user's devices. */
  public void markAllPresent(UUID user) {
    absent.removeIf(device -> device.user().toUuid().equals(user));
  }

  private TrustedDevice trusted(
      Transaction step, DeviceListPins pins, DeviceEntry entry, List<DeviceCert> certificates) {
    String name = name(step, pins.list().user());
    DeviceCert certificate =
        certificates.stream()
            .filter(shown -> entry.equals(DeviceEntry.of(tools.e1(), shown)))
            .findFirst()
            .orElseThrow(() ->
                new RefusedException(
                    "The server keeps back the keys of a device of " + name + "."));
    return new ListedDevices(tools.e1()).trust(pins, certificate, name);
  }

  private Optional<TrustedDevice> known(Transaction step, DeviceAddress address) {
    UUID user = address.user().toUuid();
    DeviceListPins pins = pins(step, user);
    boolean waits = pins.pendingReset().filter(list -> names(list, address)).isPresent();
    if (waits) {
      throw ListedDevices.unacknowledged(name(step, user));
    }
    return peers(step).certificates(user).stream()
        .filter(certificate -> certificate.address().device() == address.device())
        .filter(
            certificate -> pins.list().entries().contains(DeviceEntry.of(tools.e1(), certificate)))
        .findFirst()
        .map(certificate ->
            new ListedDevices(tools.e1()).trust(pins, certificate, name(step, user)));
  }

  private static boolean names(DeviceList list, DeviceAddress address) {
    return list.entries().stream().anyMatch(entry -> entry.device() == address.device());
  }

  private boolean isComplete(DeviceListPins pins, List<DeviceCert> certificates) {
    List<DeviceEntry> have =
        certificates.stream().map(shown -> DeviceEntry.of(tools.e1(), shown)).toList();
    return have.containsAll(pins.list().entries());
  }

  private void take(Transaction step, UUID user, PublishedList shown) {
    String name = name(step, user);
    try {
      Optional<DeviceListPins> before = peers(step).pins(user);
      DeviceListPins pins =
          before.isEmpty()
              ? DeviceListPins.first(tools.e1(), user, shown.list())
              : advance(step, before.get(), shown);
      keep(step, user, pins, shown);
    } catch (KeyRejectedException e) {
      throw new RefusedException(Words.of(e, name), e);
    }
  }

  private void keep(Transaction step, UUID user, DeviceListPins pins, PublishedList shown) {
    Peers peers = peers(step);
    List<DeviceEntry> entries = new ArrayList<>(pins.list().entries());
    pins.pendingReset().ifPresent(pending -> entries.addAll(pending.entries()));
    pins.replaced().ifPresent(before -> entries.addAll(before.entries()));
    peers.putPins(user, pins);
    boolean nameless = peers.name(user).isEmpty() && peers.userOf(shown.name()).isEmpty();
    if (nameless) {
      peers.putName(user, shown.name());
    }
    List<DeviceCert> useful =
        Stream.concat(shown.certificates().stream(), peers.certificates(user).stream())
            .distinct()
            .filter(certificate -> entries.contains(DeviceEntry.of(tools.e1(), certificate)))
            .toList();
    if (!useful.isEmpty()) {
      peers.putCertificates(user, useful);
    }
  }

  /** Goes on up to the newest list, or to what an honest server cannot show. */
  private DeviceListPins advance(Transaction step, DeviceListPins before, PublishedList newest) {
    UUID user = before.list().user();
    String name = name(step, user);
    DeviceListPins pins = before;
    for (PublishedList shown : lists.upTo(name, before, newest)) {
      PinOutcome outcome = judge(pins, shown);
      reports.report(step, name, tools.conversationWith(user), pins, outcome);
      if (outcome instanceof PinOutcome.Alarmed) {
        return pins;
      }
      if (!outcome.pins().list().equals(pins.list())) {
        markAllPresent(user);
        step.afterwards(() -> atEachChange.run());
      }
      lineages.note(step, pins, outcome);
      pins = outcome.pins();
    }
    return pins;
  }

  private PinOutcome judge(DeviceListPins pins, PublishedList shown) {
    return pins.list().user().equals(tools.user())
        ? pins.observeOwn(tools.e1(), shown.list(), shown.rollover())
        : pins.observe(tools.e1(), shown.list(), shown.rollover());
  }

  private static DeviceAddress address(UUID user, int device) {
    return new DeviceAddress(UserId.of(user), device);
  }
}
