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
  private final int keyless;
  private final Admission admission;

  private volatile boolean current = true;

  /**
   * A roster whose every member may sign in.
   *
   * @param version of the signed list, u64; 0 when the user has none
   * @param members one per device
   * @param registrations u32, in the order of {@code members}
   */
  public Roster(UserId user, long version, List<Recipient> members, int[] registrations) {
    this(user, version, members, registrations, 0);
  }

  /**
   * As above.
   *
   * @param keyless set of the positions of members with whom nobody can begin a session
   */
  public Roster(
      UserId user, long version, List<Recipient> members, int[] registrations, int keyless) {
    this(user, version, members, registrations, keyless, Admission.OF_MEMBERS);
  }

  Roster(
      UserId user,
      long version,
      List<Recipient> members,
      int[] registrations,
      int keyless,
      Admission admission) {
    if (members.size() != registrations.length) {
      throw new IllegalArgumentException(
          "registrations: " + registrations.length + " (expected: " + members.size() + ")");
    }
    this.user = user;
    this.version = version;
    this.members = members.toArray(Recipient[]::new);
    this.registrations = registrations.clone();
    this.keyless = keyless;
    this.admission = admission;
  }

  /** Whether somebody may sign in as a user. */
  public enum Standing {
    /** There is no such user. */
    UNKNOWN,
    /** An operator switched the account off: nobody signs in, messages still wait. */
    DISABLED,
    ACTIVE
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

  /** True if it is the roster of the user with these halves of the id. */
  boolean isOf(long userHigh, long userLow) {
    return user.low() == userLow && user.high() == userHigh;
  }

  /** True if this is still the newest roster known here. */
  boolean isCurrent() {
    return current;
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

  /** False if there is no such user. */
  public boolean known() {
    return admission.standing() != Standing.UNKNOWN;
  }

  /** Whether the user exists and may sign in. */
  public Standing standing() {
    return admission.standing();
  }

  /**
   * Whether this registration of the device may sign in (docs/E2EE.md §3). True also for a device
   * that was away for longer than the retention, and so is no member: it comes back by signing in.
   */
  public boolean admits(int device, int registration) {
    if (admission.standing() != Standing.ACTIVE) {
      return false;
    }
    int position = positionOf(device);
    return position < 0
        ? admission.isAway(device, registration)
        : registrations[position] == registration;
  }

  /** Whether the user is there and this registration of the device is not, or not any more. */
  public boolean hasRemoved(int device, int registration) {
    return admission.standing() == Standing.ACTIVE && !admits(device, registration);
  }

  /** The set of all positions. */
  public int all() {
    return (1 << members.length) - 1;
  }

  /**
   * The set of the positions of members that a message may leave out, as their pre-keys are too old
   * to begin a session with, or not there yet (docs/PROTOCOL.md §3.7).
   */
  public int keyless() {
    return keyless;
  }
}
