package dev.letterlock.crypto.e2ee.content;

import java.util.Set;
import java.util.UUID;

/**
 * What the receiver knows about the conversation of a message (docs/E2EE.md §2.6).
 *
 * @param members users who may write into it; both, or in a group those of the message's epoch
 * @param authorLists the author's device lists as verified here
 * @param auxiliaries what {@link ContentHead#auxiliary} is compared with: in a direct conversation
 *     the lists of the other one of the two (one's own, if the peer wrote), in a group its states
 * @param sequence of this author device in this conversation
 */
public record Expectation(
    Set<UUID> members, ViewHistory authorLists, ViewHistory auxiliaries, SequenceTrack sequence) {

  public Expectation {
    members = Set.copyOf(members);
  }
}
