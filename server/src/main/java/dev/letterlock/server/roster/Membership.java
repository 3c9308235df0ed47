package dev.letterlock.server.roster;

import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.UserId;
import java.util.Set;

/**
 * The members of a group in one epoch. Immutable, but for {@link #retire}; thread-safe.
 *
 * <p>A group that does not exist is one of epoch 0 without members.
 */
public final class Membership {
  private final ConversationId group;
  private final long epoch;
  private final Set<UserId> members;

  private volatile boolean current = true;

  /**
   * @param epoch u32 in a long
   */
  public Membership(ConversationId group, long epoch, Set<UserId> members) {
    this.group = group;
    this.epoch = epoch;
    this.members = Set.copyOf(members);
  }

  public ConversationId group() {
    return group;
  }

  /** The epoch that is in force, u32 in a long; 0 if there is no such group. */
  public long epoch() {
    return epoch;
  }

  public Set<UserId> members() {
    return members;
  }

  public boolean has(UserId user) {
    return members.contains(user);
  }

  /** False if there is no such group. */
  public boolean exists() {
    return epoch != 0;
  }

  /** True if this is still the newest known here. */
  public boolean isCurrent() {
    return current;
  }

  /** Marks the membership as replaced; sessions that remember it look again. */
  public void retire() {
    current = false;
  }
}
