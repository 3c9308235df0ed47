package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.messenger.sending.Lineup.Taken;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Whose turn it is within each conversation. Numbered entries of the outbox go one at a time, from
 * their sealing to their answer, so that the number of one that is refused is free for the next
 * (docs/E2EE.md §2.6); and while an entry waits for something, no later one of its conversation
 * passes it. Other conversations go on. On the desk.
 */
final class Turns {

  private final Map<UUID, Turn> turns = new HashMap<>();
  private final Map<Long, UUID> held = new HashMap<>();

  /**
   * One conversation.
   *
   * @param holders have their turn
   * @param waiting those of them that wait for something
   * @param behind those whose turn it is not
   */
  private record Turn(
      NavigableSet<Long> holders, NavigableSet<Long> waiting, NavigableMap<Long, Behind> behind) {

    static Turn fresh() {
      return new Turn(new TreeSet<>(), new TreeSet<>(), new TreeMap<>());
    }

    boolean isOthers(long order, boolean numbered) {
      return (numbered ? holders : waiting).lower(order) != null;
    }
  }

  private record Behind(Taken entry, boolean numbered) {}

  /** An entry has its turn until its {@link #end}: no later numbered one passes it. */
  void hold(UUID conversation, long order) {
    turns.computeIfAbsent(conversation, _ -> Turn.fresh()).holders().add(order);
    held.put(order, conversation);
  }

  /** An entry waits: nothing later of its conversation passes it until its {@link #end}. */
  void block(UUID conversation, long order) {
    hold(conversation, order);
    turns.computeIfAbsent(conversation, _ -> Turn.fresh()).waiting().add(order);
  }

  /**
   * Asks whether it is the turn of an entry that is to be sealed. If not, it stands behind and goes
   * back by itself.
   */
  boolean begin(UUID conversation, boolean numbered, Taken entry) {
    Turn turn = turns.get(conversation);
    if (turn != null && turn.isOthers(entry.order(), numbered)) {
      turn.behind().put(entry.order(), new Behind(entry, numbered));
      return false;
    }
    if (numbered) {
      hold(conversation, entry.order());
    }
    return true;
  }

  /** An entry was answered for good, or is none: who stood behind it goes back to the queue. */
  void end(long order) {
    UUID conversation = held.remove(order);
    if (conversation == null) {
      return;
    }
    Turn turn = turns.computeIfAbsent(conversation, _ -> Turn.fresh());
    turn.holders().remove(order);
    turn.waiting().remove(order);
    callUp(conversation, turn);
    if (turn.holders().isEmpty()) {
      turns.remove(conversation);
    }
  }

  /** Whether nobody stands behind another. */
  boolean isEmpty() {
    return turns.values().stream().allMatch(turn -> turn.behind().isEmpty());
  }

  private void callUp(UUID conversation, Turn turn) {
    Iterator<Behind> each = turn.behind().values().iterator();
    while (each.hasNext()) {
      Behind next = each.next();
      long order = next.entry().order();
      if (!turn.isOthers(order, next.numbered())) {
        each.remove();
        if (next.numbered()) {
          hold(conversation, order);
        }
        next.entry().back().run();
      }
    }
  }
}
