package dev.letterlock.client.messenger.receiving;

import dev.letterlock.client.profile.Conversations;
import dev.letterlock.client.profile.StoredMessage;
import dev.letterlock.crypto.e2ee.content.Finding;
import dev.letterlock.crypto.e2ee.group.DatedState;
import dev.letterlock.crypto.e2ee.group.GroupView;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.List;
import java.util.UUID;

/**
 * When somebody was last taken into a group after he had been out of it. What others wrote
 * meanwhile was not for him, so he is not told that it is missing (docs/E2EE.md §2.8).
 *
 * @param end server time, µs since 1970; 0 if he was never out as far as is known
 */
record Absence(long end) {

  static Absence of(UUID user, GroupView view) {
    long end = 0;
    boolean in = true;
    for (DatedState dated : view.states()) {
      boolean has = dated.state().roster().has(user);
      if (has && !in) {
        end = dated.since();
      }
      in = has;
    }
    return new Absence(end);
  }

  /** What is left to tell of a message. */
  List<Finding> without(
      List<Finding> findings, Conversations conversations, UUID group, DeviceAddress author) {
    return findings.stream()
        .filter(finding ->
            !(finding instanceof Finding.Missing missing)
                || !isSpannedBy(missing, conversations, group, author))
        .toList();
  }

  /** The message before the hole was written before he was out. */
  private boolean isSpannedBy(
      Finding.Missing missing, Conversations conversations, UUID group, DeviceAddress author) {
    return conversations.numbered(group, author, missing.numbers().from() - 1).stream()
        .mapToLong(StoredMessage::time)
        .anyMatch(time -> time < end);
  }
}
