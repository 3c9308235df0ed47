package dev.letterlock.client.profile;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.content.ViewHistory;
import dev.letterlock.crypto.e2ee.session.PairwiseSessions;
import dev.letterlock.crypto.e2ee.session.PeerState;
import dev.letterlock.crypto.e2ee.session.RetryLedger;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.e2ee.trust.KeyLineage;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Other users and devices, within one transaction. One's own account is one of them. */
public record Peers(Transaction step, E1 e1) {

  private static final int PINS = 1;
  private static final int HISTORY = 2;
  private static final int CERTIFICATES = 3;
  private static final int NAME = 4;
  private static final int USER_OF_NAME = 5;
  private static final int LINEAGE = 7; // 6 is that of letters that wait for a word
  private static final int STATE = 1;
  private static final int ASKED = 2;
  private static final int ANSWERED = 3;
  private static final int AWAITED = 4;

  public Optional<DeviceListPins> pins(UUID user) {
    return step.read(Place.of(Shelf.PIN, PINS, user), DeviceListPins::decode);
  }

  /**
   * Keeps pins, and remembers the view of their list and of those before it. Nothing that a device
   * wrote to groups can be opened any more once the list does not name its certificate.
   */
  public void putPins(UUID user, DeviceListPins pins) {
    pins(user).ifPresent(before -> dropChains(before.list(), pins.list()));
    step.write(Place.of(Shelf.PIN, PINS, user), pins.encode());
    ListView view = ListView.of(e1, pins.list());
    List<ListView> before = history(user).views();
    if (before.isEmpty() || !before.getLast().equals(view)) {
      List<ListView> older =
          before.stream()
              .filter(seen -> Long.compareUnsigned(seen.version(), view.version()) < 0)
              .toList();
      step.write(Place.of(Shelf.PIN, HISTORY, user), new ViewHistory(older).with(view).encode());
    }
  }

  private void dropChains(DeviceList before, DeviceList after) {
    before.entries().stream()
        .filter(entry -> !after.entries().contains(entry))
        .map(gone -> new DeviceAddress(UserId.of(before.user()), gone.device()))
        .forEach(new Groups(step, e1)::dropChains);
  }

  /** All users of whom a list is pinned, oneself among them. */
  public List<UUID> pinned() {
    return step.keys(Shelf.PIN).stream()
        .filter(key -> Place.kind(key) == PINS)
        .map(Place::id)
        .toList();
  }

  /** The versions of a user's list that were verified here. */
  public ViewHistory history(UUID user) {
    return step.read(Place.of(Shelf.PIN, HISTORY, user), ViewHistory::decode)
        .orElse(ViewHistory.EMPTY);
  }

  /** The account keys that led to one that was pinned, perhaps not to the one that is now. */
  public Optional<KeyLineage> lineage(UUID user) {
    return step.read(Place.of(Shelf.PIN, LINEAGE, user), KeyLineage::decode);
  }

  public void putLineage(UUID user, KeyLineage lineage) {
    step.write(Place.of(Shelf.PIN, LINEAGE, user), lineage.encode());
  }

  /** Certificates that the server showed; only the pins say which of them count. */
  public List<DeviceCert> certificates(UUID user) {
    return step.read(Place.of(Shelf.PIN, CERTIFICATES, user), Peers::decodeCertificates)
        .orElse(List.of());
  }

  public void putCertificates(UUID user, List<DeviceCert> certificates) {
    step.write(Place.of(Shelf.PIN, CERTIFICATES, user), encode(certificates));
  }

  public Optional<String> name(UUID user) {
    return step.read(
        Place.of(Shelf.PIN, NAME, user), bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  public Optional<UUID> userOf(String name) {
    return step.read(Place.of(Shelf.PIN, USER_OF_NAME, name), Fields::id);
  }

  /** A name belongs to one user from then on, whatever the server says later. */
  public void putName(UUID user, String name) {
    step.write(Place.of(Shelf.PIN, NAME, user), name.getBytes(StandardCharsets.UTF_8));
    step.write(Place.of(Shelf.PIN, USER_OF_NAME, name), Fields.ofId(user));
  }

  /** The sessions with a device; the caller closes it. */
  public PeerState state(DeviceAddress device) {
    return step.read(key(STATE, device), bytes -> PeerState.decode(e1, bytes))
        .orElseGet(() -> PeerState.unknown(device.user().toUuid(), device.device()));
  }

  public void putState(DeviceAddress device, PeerState state) {
    step.write(key(STATE, device), state.encode());
  }

  /** Gives up all pairwise sessions, as a restored copy of a vault must. */
  public void giveUpSessions() {
    for (RecordKey key : stateKeys()) {
      replace(key, state -> Optional.of(state.withoutSessions(e1)));
    }
  }

  /** Gives up secrets that have become too old to be kept. */
  public void expireSessions(PairwiseSessions sessions) {
    stateKeys().forEach(key -> replace(key, sessions::expire));
  }

  /** Whose devices there are sessions with, or were; perhaps also this user. */
  public Set<UUID> usersWithSessions() {
    return stateKeys().stream().map(Place::id).collect(Collectors.toCollection(HashSet::new));
  }

  private List<RecordKey> stateKeys() {
    return step.keys(Shelf.SESSION).stream().filter(key -> Place.kind(key) == STATE).toList();
  }

  private void replace(RecordKey key, Function<PeerState, Optional<PeerState>> change) {
    step.read(key, bytes -> PeerState.decode(e1, bytes))
        .ifPresent(state -> {
          try (state) {
            change.apply(state).ifPresent(next -> put(key, next));
          }
        });
  }

  private void put(RecordKey key, PeerState state) {
    try (state) {
      step.write(key, state.encode());
    }
  }

  /** Which messages of a device were asked for again. */
  public RetryLedger asked(DeviceAddress device) {
    return step.read(key(ASKED, device), RetryLedger::decode).orElse(RetryLedger.EMPTY);
  }

  public void putAsked(DeviceAddress device, RetryLedger ledger) {
    step.write(key(ASKED, device), ledger.encode());
  }

  /** Which messages were sent again at a device's wish. */
  public RetryLedger answered(DeviceAddress device) {
    return step.read(key(ANSWERED, device), RetryLedger::decode).orElse(RetryLedger.EMPTY);
  }

  public void putAnswered(DeviceAddress device, RetryLedger ledger) {
    step.write(key(ANSWERED, device), ledger.encode());
  }

  /** Which of the messages that a device was asked for have not come again. */
  public List<UUID> awaited(DeviceAddress device) {
    return step.read(key(AWAITED, device), Fields::ids).orElse(List.of());
  }

  public void putAwaited(DeviceAddress device, List<UUID> messages) {
    step.write(key(AWAITED, device), Fields.ofIds(messages));
  }

  private static RecordKey key(int kind, DeviceAddress device) {
    return Place.of(Shelf.SESSION, kind, device.user().toUuid(), device.device());
  }

  static byte[] encode(List<DeviceCert> certificates) {
    try (StateWriter out = new StateWriter()) {
      certificates.forEach(certificate -> out.bytes(certificate.encode()));
      return out.toByteArray();
    }
  }

  static List<DeviceCert> decodeCertificates(byte[] stored) {
    StateReader in = new StateReader("certificates", stored);
    List<DeviceCert> certificates = new ArrayList<>();
    for (int left = stored.length / DeviceCert.SIZE; left > 0; left--) {
      certificates.add(in.value(DeviceCert.SIZE, DeviceCert::parse));
    }
    in.end();
    return certificates;
  }
}
