package dev.letterlock.client.messenger.trust;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.api.PublishedList;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.profile.Peers;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.e2ee.trust.DeviceListPins;
import dev.letterlock.crypto.e2ee.trust.KeyLineage;
import dev.letterlock.crypto.e2ee.trust.PinOutcome;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which account keys led to those that are pinned (docs/E2EE.md §2.2): as seen here, and, where
 * that is too little, as the older lists prove that the server shows. On the desk.
 */
final class KeyLineages {

  private static final int NOT_FOUND = 404;

  /** Lists before the pinned one that are looked at. */
  private static final int MOST_BACK = 64;

  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final Tools tools;
  private final ShownLists lists;
  private final Map<Unproven, Long> unproven = new HashMap<>();

  KeyLineages(Tools tools, ShownLists lists) {
    this.tools = tools;
    this.lists = lists;
  }

  /** What was looked for in vain. */
  private record Unproven(UUID user, KeyFingerprint key) {}

  /** What is known of the lineage of the pinned key. */
  KeyLineage known(Transaction step, DeviceListPins pins) {
    KeyLineage fresh = KeyLineage.of(tools.e1(), pins.accountKey());
    return peers(step)
        .lineage(pins.list().user())
        .filter(stored -> stored.current().equals(fresh.current()))
        .orElse(fresh);
  }

  /** A list was judged: a key that another vouched for goes on with its lineage. */
  void note(Transaction step, DeviceListPins before, PinOutcome outcome) {
    if (outcome instanceof PinOutcome.RolledOver(DeviceListPins pins)) {
      KeyFingerprint next = KeyFingerprint.of(tools.e1(), pins.accountKey());
      peers(step).putLineage(pins.list().user(), known(step, before).rolledOverTo(next));
    }
  }

  /** Whether it is some time ago that a key was looked for in vain. */
  boolean mayLook(UUID user, KeyFingerprint key) {
    long oldest = tools.clock().millis() - BETWEEN_LOOKS.toMillis();
    unproven.values().removeIf(at -> at <= oldest);
    return !unproven.containsKey(new Unproven(user, key));
  }

  /**
   * Whether the pinned key is this one or follows from it; asks the server for older lists before
   * it says no.
   *
   * @throws ApiException if the server cannot be asked
   */
  boolean look(Transaction step, DeviceListPins pins, String name, KeyFingerprint key) {
    KeyLineage known = known(step, pins);
    KeyLineage found = known.has(key) ? known : search(pins, name, key);
    UUID user = pins.list().user();
    if (found.has(key)) {
      peers(step).putLineage(user, found);
      return true;
    }
    unproven.put(new Unproven(user, key), tools.clock().millis());
    return false;
  }

  /** Each list is believed for its hash in the one after it, from the pinned one backwards. */
  private KeyLineage search(DeviceListPins pins, String name, KeyFingerprint key) {
    KeyLineage lineage = KeyLineage.of(tools.e1(), pins.accountKey());
    UUID user = pins.list().user();
    DeviceList newer = pins.list();
    try {
      PublishedList shown = lists.ofVersion(name, user, newer.version());
      for (int back = 0; back < MOST_BACK && newer.version() > 1; back++) {
        PublishedList older = lists.ofVersion(name, user, newer.version() - 1);
        lineage = lineage.reachingTo(tools.e1(), older.list(), newer, shown.rollover());
        if (lineage.has(key)) {
          return lineage;
        }
        newer = older.list();
        shown = older;
      }
    } catch (KeyRejectedException | RefusedException e) {
      return lineage;
    } catch (ApiException e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
    }
    return lineage;
  }

  private Peers peers(Transaction step) {
    return new Peers(step, tools.e1());
  }
}
