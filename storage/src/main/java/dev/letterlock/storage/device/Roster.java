package dev.letterlock.storage.device;

import dev.letterlock.protocol.id.UserId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's effective roster: the newest signed list minus devices that are revoked or not
 * registered under the certificate that the list names. The server subtracts and never adds.
 *
 * @param listVersion u64, version of the list it was made from
 * @param members at most 16, in the order of the list
 */
public record Roster(UserId user, long listVersion, List<Member> members) {
  public Roster {
    members = List.copyOf(members);
  }

  /**
   * A device that is to be addressed.
   *
   * @param device u32
   * @param registration u32
   * @param lastSeen lets the caller subtract devices that were away for the retention time
   * @param keysSince when its signed pre-key was uploaded; null if none was
   */
  public record Member(
      int device, int registration, LocalDate lastSeen, @Nullable Instant keysSince) {}
}
