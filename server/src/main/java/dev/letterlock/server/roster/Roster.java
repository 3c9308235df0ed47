package dev.letterlock.server.roster;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.session.Recipient;
import java.util.List;

/**
 * A user's effective roster as the hot path wants it: the newest signed list minus the devices that
 * the server must not deliver to. At most 16 devices, so that a set of them is the bits of an int.
 * Immutable, but for {@link #retire}; thread-safe.
 */
public final class Roster {
  private final UserId user;
  private final long version;
  private final Recipient[] members;
  private final int[] registrations;

  private volatile boolean current = true;

  /**
   * @param version of the signed list, u64; 0 when the user has none
   * @param members one per device
   * @param registrations u32, in the order of {@code members}
   */
  public Roster(UserId user, long version, List<Recipient> members, int[] registrations) {
    if (members.size() != registrations.length) {
      throw new IllegalArgumentException(
          "registrations: " + registrations.length + " (expected: " + members.size() + ")");
    }
    this.user = user;
    this.version = version;
    this.members = members.toArray(Recipient[]::new);
    this.registrations = registrations.clone();
  }

  public UserId user() {
    return user;
  }

  public long version() {
    return version;
  }

  public int size() {
    return members.length;
  }

  public Recipient member(int position) {
    return members[position];
  }

  public int registration(int position) {
    return registrations[position];
  }

  /** True if this is still the newest roster known here, and not older than {@code listVersion}. */
  public boolean servesVersion(long listVersion) {
    return current && Long.compareUnsigned(listVersion, version) <= 0;
  }

  /** Marks the roster as replaced; sessions that remember it look again. */
  public void retire() {
    current = false;
  }

  /** Position of the device, or -1. */
  public int positionOf(int device) {
    for (int i = 0; i < members.length; i++) {
      if (members[i].address().device() == device) {
        return i;
      }
    }
    return -1;
  }

  /** The set of all positions. */
  public int all() {
    return (1 << members.length) - 1;
  }
}
