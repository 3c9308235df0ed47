package dev.letterlock.client.profile;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.content.ListView;
import dev.letterlock.crypto.e2ee.content.ViewHistory;
import dev.letterlock.crypto.e2ee.group.ChainHolders;
import dev.letterlock.crypto.e2ee.group.DatedState;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.crypto.e2ee.group.SenderChain;
import dev.letterlock.crypto.e2ee.group.SenderChains;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Groups as they were verified, and the keys of their messages, within one transaction. */
public record Groups(Transaction step, E1 e1) {

  /** More than this many messages before their keys are not kept. */
  private static final int MOST_HELD = 500;

  /** Of one member, so that nobody takes the room of all others. */
  private static final int MOST_HELD_OF_ONE = 100;

  private static final int VIEW = 1;
  private static final int HISTORY = 2;
  private static final int PLAN = 3;
  private static final int NAMED = 4;
  private static final int OWN = 1;
  private static final int HOLDERS = 2;
  private static final int CHAINS = 3;
  private static final int HELD = 5; // 4 was of another form

  public Optional<GroupView> view(UUID group) {
    return step.read(Place.of(Shelf.GROUP, VIEW, group), GroupView::decode);
  }

  /** All groups, also those that this user is not in any more. */
  public List<GroupView> views() {
    return step.keys(Shelf.GROUP).stream()
        .filter(key -> Place.kind(key) == VIEW)
        .flatMap(key -> step.read(key, GroupView::decode).stream())
        .toList();
  }

  /** Keeps a view, and remembers those of its states that are newer. */
  public void putView(GroupView view) {
    UUID group = view.current().group();
    step.write(Place.of(Shelf.GROUP, VIEW, group), view.encode());
    ViewHistory history = history(group);
    for (DatedState dated : view.states()) {
      ListView state = ListView.of(e1, dated.state());
      boolean newer =
          history.views().isEmpty()
              || Long.compareUnsigned(history.views().getLast().version(), state.version()) < 0;
      history = newer ? history.with(state) : history;
    }
    step.write(Place.of(Shelf.GROUP, HISTORY, group), history.encode());
  }

  /** The states that were verified here. */
  public ViewHistory history(UUID group) {
    return step.read(Place.of(Shelf.GROUP, HISTORY, group), ViewHistory::decode)
        .orElse(ViewHistory.EMPTY);
  }

  /**
   * When a group was given the title that its conversation shows; empty if nobody gave it one that
   * is known here.
   *
   * @return milliseconds since 1970 by the clock of who gave it
   */
  public Optional<Long> namedAt(UUID group) {
    return step.read(Place.of(Shelf.GROUP, NAMED, group), Fields::number);
  }

  public void putNamedAt(UUID group, long millis) {
    step.write(Place.of(Shelf.GROUP, NAMED, group), Fields.ofNumber(millis));
  }

  /** Keeps a state that the server is asked to put in force; one for each group. */
  public void putPlan(PlannedState plan) {
    step.write(Place.of(Shelf.GROUP, PLAN, plan.state().group()), plan.encode());
  }

  public Optional<PlannedState> plan(UUID group) {
    return step.read(Place.of(Shelf.GROUP, PLAN, group), PlannedState::decode);
  }

  /** All of them. */
  public List<PlannedState> plans() {
    return step.keys(Shelf.GROUP).stream()
        .filter(key -> Place.kind(key) == PLAN)
        .flatMap(key -> step.read(key, PlannedState::decode).stream())
        .toList();
  }

  public void removePlan(UUID group) {
    step.remove(Place.of(Shelf.GROUP, PLAN, group));
  }

  /** This device's own sending chain; the caller closes it. */
  public Optional<SenderChain> ownChain(UUID group) {
    return step.read(Place.of(Shelf.SENDER_KEY, OWN, group), SenderChain::decode);
  }

  public void putOwnChain(SenderChain chain) {
    step.write(Place.of(Shelf.SENDER_KEY, OWN, chain.place().group()), chain.encode());
  }

  /** Where the own sending chains are kept, which a restored copy of a vault must give up. */
  public List<RecordKey> ownChainKeys() {
    return step.keys(Shelf.SENDER_KEY).stream().filter(key -> Place.kind(key) == OWN).toList();
  }

  /** Who was given the key of the own chain. */
  public ChainHolders holders(UUID group) {
    return step.read(Place.of(Shelf.SENDER_KEY, HOLDERS, group), ChainHolders::decode)
        .orElse(ChainHolders.NOBODY);
  }

  public void putHolders(UUID group, ChainHolders holders) {
    step.write(Place.of(Shelf.SENDER_KEY, HOLDERS, group), holders.encode());
  }

  /** The chains of another device; the caller closes them. */
  public SenderChains chains(UUID group, DeviceAddress author) {
    return step.read(chainsKey(group, author), SenderChains::decode).orElseGet(SenderChains::none);
  }

  public void putChains(UUID group, DeviceAddress author, SenderChains chains) {
    step.write(chainsKey(group, author), chains.encode());
  }

  /** Forgets the chains of a device in all groups, so that none is another's with its number. */
  void dropChains(DeviceAddress author) {
    step.keys(Shelf.SENDER_KEY).stream()
        .filter(key -> Place.kind(key) == CHAINS && key.equals(chainsKey(Place.id(key), author)))
        .toList()
        .forEach(step::remove);
  }

  /** Keeps a message until its key has come; false if there are too many, or of one member. */
  public boolean hold(KeptLetter letter) {
    List<RecordKey> held = heldKeys();
    UUID author = letter.sender().user().toUuid();
    long his = held.stream().filter(key -> Place.secondId(key).equals(author)).count();
    boolean room = held.size() < MOST_HELD && his < MOST_HELD_OF_ONE;
    if (room) {
      step.write(heldKey(letter), letter.encode());
    }
    return room;
  }

  /** Takes out what waits for a key of this device, oldest first. */
  public List<KeptLetter> takeHeld(UUID group, DeviceAddress author) {
    List<KeptLetter> taken =
        held().stream()
            .filter(letter -> letter.conversation().equals(group) && letter.sender().equals(author))
            .sorted(Comparator.comparingLong(KeptLetter::time))
            .toList();
    taken.forEach(this::drop);
    return taken;
  }

  /** Everything that waits for a key. */
  public List<KeptLetter> held() {
    return heldKeys().stream().flatMap(key -> step.read(key, KeptLetter::decode).stream()).toList();
  }

  public boolean isHeld(KeptLetter letter) {
    return step.has(heldKey(letter));
  }

  /** Gives up a message that waits for a key. */
  public void drop(KeptLetter letter) {
    step.remove(heldKey(letter));
  }

  private List<RecordKey> heldKeys() {
    return step.keys(Shelf.SENDER_KEY).stream().filter(key -> Place.kind(key) == HELD).toList();
  }

  /** With its author: another member may use the same id. */
  private static RecordKey heldKey(KeptLetter letter) {
    DeviceAddress author = letter.sender();
    return Place.of(
        Shelf.SENDER_KEY, HELD, letter.message(), author.user().toUuid(), author.device());
  }

  private static RecordKey chainsKey(UUID group, DeviceAddress author) {
    return Place.of(Shelf.SENDER_KEY, CHAINS, group, author.user().toUuid(), author.device());
  }
}
