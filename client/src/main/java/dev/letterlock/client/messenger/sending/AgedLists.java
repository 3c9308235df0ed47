package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Tools;
import dev.letterlock.client.messenger.trust.Contacts;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for device lists that were not asked for here within an hour, so that no removed device is
 * trusted for longer by somebody whom nobody told (docs/E2EE.md §2.8). On the desk.
 */
final class AgedLists {

  private static final Logger LOG = LoggerFactory.getLogger(AgedLists.class);
  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Far less than a server gives (docs/OPERATIONS.md, LIMIT_LIST_READ), and soon done. */
  private static final int MOST_A_MINUTE = 16;

  private final Tools tools;
  private final Contacts contacts;
  private final Map<UUID, Long> asked = new HashMap<>();

  AgedLists(Tools tools, Contacts contacts) {
    this.tools = tools;
    this.contacts = contacts;
  }

  /**
   * Asks for the list of one user if it is due; again at the next call where that fails.
   *
   * @throws RefusedException or {@code ApiException} as {@link Contacts#learn}
   */
  void ask(UUID user) {
    long now = now();
    if (!asked.containsKey(user)) {
      contacts.learn(user);
      asked.put(user, now);
    }
  }

  /**
   * Asks for some of those lists that are due, the others with the next call; what cannot be had is
   * done without for an hour.
   */
  void askForSome(Collection<UUID> users) {
    long now = now();
    long lately = asked.values().stream().filter(at -> now - at < MINUTE.toMillis()).count();
    List<UUID> due =
        users.stream()
            .filter(user -> !asked.containsKey(user))
            .limit(Math.max(0, MOST_A_MINUTE - lately))
            .toList();
    for (UUID user : due) {
      asked.put(user, now);
      try {
        contacts.learn(user);
      } catch (RefusedException e) {
        LOG.debug("list not learnt: {}", e.sentence());
      } catch (ApiException e) {
        LOG.debug("lists not asked for: {}", e.getMessage());
        return;
      }
    }
  }

  private long now() {
    long now = tools.clock().millis();
    asked.values().removeIf(at -> Math.abs(now - at) >= FRESH.toMillis());
    return now;
  }
}
