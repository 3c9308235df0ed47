package dev.letterlock.storage.message;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import java.util.Set;

/**
 * A group state as signed, with the fields that the server reads from it.
 *
 * @param epoch u32 in a long, from 1
 * @param previousHash 32 bytes, zeros for the first
 * @param stateHash 32 bytes
 * @param acceptedAt server time at which it came into force, µs since 1970
 * @param bytes the whole state with its signature
 */
public record SignedGroupState(
    ConversationId group,
    long epoch,
    OpaqueBytes previousHash,
    OpaqueBytes stateHash,
    Set<UserId> members,
    long acceptedAt,
    OpaqueBytes bytes) {
  public SignedGroupState {
    members = Set.copyOf(members);
  }
}
