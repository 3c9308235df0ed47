package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.e2ee.group.GroupCipher.Opened;
import dev.letterlock.crypto.e2ee.group.GroupCipher.Sealed;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One member of a random walk, with everything that his device keeps. */
final class Walker {

  static final long NOW = People.CREATED;

  private final People people;
  private final UUID user;
  private final UsedKeys used;
  private final Map<UUID, SenderChains> received = new HashMap<>();
  private final Set<Long> shown = new HashSet<>();
  private @Nullable GroupView view;
  private @Nullable SenderChain sending;
  private ChainHolders holders = ChainHolders.NOBODY;

  Walker(People people, UUID user, UsedKeys used) {
    this.people = people;
    this.user = user;
    this.used = used;
  }

  UUID user() {
    return user;
  }

  /** What was shown to him. */
  Set<Long> shown() {
    return shown;
  }

  /** What his device keeps, to be set back to. */
  record Backup(
      Map<UUID, SenderChains> received,
      Set<Long> shown,
      @Nullable GroupView view,
      @Nullable SenderChain sending,
      ChainHolders holders) {}

  Backup backup() {
    return new Backup(Map.copyOf(received), Set.copyOf(shown), view, sending, holders);
  }

  /** Forgets all that came since. */
  void restore(Backup backup) {
    received.clear();
    received.putAll(backup.received());
    shown.clear();
    shown.addAll(backup.shown());
    view = backup.view();
    sending = backup.sending();
    holders = backup.holders();
  }

  /** Fetches the chain as a member does, or is told nothing because he is none. */
  void follow(List<GroupState> chain, long since) {
    GroupView known = view;
    if (!chain.getLast().roster().has(user)) {
      return;
    }
    int from = known == null ? 0 : known.current().epoch();
    List<DatedState> newer =
        chain.subList(from, chain.size()).stream()
            .map(state -> new DatedState(state, since))
            .toList();
    view =
        known == null
            ? GroupView.join(people.e1, newer, people)
            : known.advance(people.e1, newer, people);
  }

  /** Seals a number, after giving a new key to all members if that is due. */
  Sealed write(long number, Function<UUID, Walker> others) {
    GroupState state = current();
    ChainHolders present = present(state);
    SenderChain chain = sending;
    if (chain == null || chain.due(people.e1, state, holders, present, NOW).isPresent()) {
      chain = SenderChain.begin(people.e1, state, NOW);
      holders = ChainHolders.NOBODY;
    }
    for (ChainHolder lacking : holders.lacking(present)) {
      others.apply(lacking.device().user()).take(user, chain.distribution(people.e1));
    }
    holders = present;
    Sealed sealed =
        people.cipher.seal(chain, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    used.note(chain, sealed.message().toByteArray());
    sending = SenderChain.decode(sealed.chain().encode());
    return sealed;
  }

  private void take(UUID sender, SenderKeyDistribution key) {
    SenderChains chains = received.getOrDefault(sender, SenderChains.none());
    received.put(sender, chains.with(people.e1, SenderKeyDistribution.parse(key.encode())));
  }

  /** Tries to read, as a member who follows the rules. */
  boolean read(UUID sender, byte[] message, long serverTime) {
    GroupView known = view;
    if (known == null) {
      return false;
    }
    try {
      known.requireAccepted(GroupMessageHead.parse(message).place(), sender, user, serverTime);
      return open(sender, message);
    } catch (GroupRejectedException e) {
      return false;
    }
  }

  /** Tries to read whatever his keys open, as somebody does who does not care for rules. */
  boolean peek(UUID sender, byte[] message) {
    try {
      return open(sender, message);
    } catch (GroupRejectedException e) {
      return false;
    }
  }

  private boolean open(UUID sender, byte[] message) {
    SenderChains chains = received.getOrDefault(sender, SenderChains.none());
    Opened opened = people.cipher.open(chains, message);
    received.put(sender, SenderChains.decode(opened.chains().encode()));
    long number = opened.content().getLong();
    if (!shown.add(number)) {
      throw new AssertionError("shown twice: " + number);
    }
    return true;
  }

  /** Everything that he keeps of others, to see whether it changed. */
  Map<UUID, List<Byte>> memory() {
    Map<UUID, List<Byte>> memory = new HashMap<>();
    received.forEach((sender, chains) -> memory.put(sender, bytes(chains.encode())));
    return memory;
  }

  boolean isIn(GroupState state) {
    return state.roster().has(user);
  }

  private GroupState current() {
    return Optional.ofNullable(view).orElseThrow().current();
  }

  private ChainHolders present(GroupState state) {
    Set<ChainHolder> devices = new HashSet<>();
    for (GroupMember member : state.roster().members()) {
      if (!member.user().equals(user)) {
        devices.add(
            new ChainHolder(
                new DeviceAddress(member.user(), People.DEVICE, 1), member.accountKey()));
      }
    }
    return new ChainHolders(devices);
  }

  private static List<Byte> bytes(byte[] array) {
    List<Byte> list = new ArrayList<>();
    for (byte one : array) {
      list.add(one);
    }
    return list;
  }
}
