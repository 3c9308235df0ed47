package dev.letterlock.storage.inbox.route;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes live. One that does not say so again for a while, some ten seconds, has died.
 * Blocking; refuses event loops. Fails with {@link
 * dev.letterlock.storage.inbox.InboxUnavailableException} while nobody can be asked.
 */
public interface NodeRegistry {

  /**
   * The node lives; to be said every few seconds.
   *
   * @param node 1 to 2^53 - 1
   * @param name to show to people
   */
  void renew(long node, String name);

  /** Those of the nodes that live. */
  Set<Long> alive(Collection<Long> nodes);

  /** All nodes that live, with their names. */
  Map<Long, String> all();

  /** The node ends now. */
  void leave(long node);
}
