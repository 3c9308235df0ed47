package dev.letterlock.crypto.group;

import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who is in a group and what they may do: {@code policy u16 | n u16 | n x member 33}; docs/E2EE.md
 * §2.8.
 *
 * @param policy {@link #MEMBERS_MAY_ADD} or 0
 * @param members 1 to 1,000, each once, an admin among them
 */
public record GroupRoster(int policy, List<GroupMember> members) {

  public static final int MAX_MEMBERS = 1000;

  /** Policy bit 0: not only admins may add members. */
  public static final int MEMBERS_MAY_ADD = 1;

  private static final int HEAD = 4;

  /**
   * @throws KeyRejectedException with {@link KeyFault#BAD_POLICY}, {@link
   *     KeyFault#BAD_MEMBER_COUNT}, {@link KeyFault#DUPLICATE_MEMBER} or {@link KeyFault#NO_ADMIN}
   */
  public GroupRoster {
    members = List.copyOf(members);
    requirePolicy(policy);
    requireCount(members.size());
    requireDistinct(members);
    if (members.stream().noneMatch(GroupMember::isAdmin)) {
      throw new KeyRejectedException(KeyFault.NO_ADMIN, "admins: 0 (expected: 1 or more)");
    }
  }

  static GroupRoster read(StructureReader in) {
    int policy = in.u16();
    int count = in.u16();
    requireCount(count);
    List<GroupMember> members = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      members.add(GroupMember.read(in));
    }
    return new GroupRoster(policy, members);
  }

  void writeTo(ByteBuffer out) {
    out.putShort((short) policy).putShort((short) members.size());
    members.forEach(member -> member.writeTo(out));
  }

  int size() {
    return HEAD + members.size() * GroupMember.SIZE;
  }

  public Optional<GroupMember> member(UUID user) {
    return members.stream().filter(member -> member.user().equals(user)).findFirst();
  }

  public boolean has(UUID user) {
    return member(user).isPresent();
  }

  public boolean membersMayAdd() {
    return (policy & MEMBERS_MAY_ADD) != 0;
  }

  /** True if this has everybody of {@code before} as they were, and further plain members. */
  boolean onlyAddsTo(GroupRoster before) {
    Set<GroupMember> added = new HashSet<>(members);
    return policy == before.policy
        && before.members.stream().allMatch(added::remove)
        && added.stream().noneMatch(GroupMember::isAdmin);
  }

  /** True if this is {@code before} without that one user. */
  boolean isLeftBy(UUID user, GroupRoster before) {
    return policy == before.policy
        && members.equals(
            before.members.stream().filter(member -> !member.user().equals(user)).toList());
  }

  private static void requirePolicy(int policy) {
    if ((policy & ~MEMBERS_MAY_ADD) != 0) {
      throw new KeyRejectedException(
          KeyFault.BAD_POLICY, "policy: " + policy + " (expected: 0 or 1)");
    }
  }

  private static void requireCount(int count) {
    if (count < 1 || count > MAX_MEMBERS) {
      throw new KeyRejectedException(
          KeyFault.BAD_MEMBER_COUNT, "members: " + count + " (expected: 1 to 1000)");
    }
  }

  private static void requireDistinct(List<GroupMember> members) {
    Set<UUID> users = new HashSet<>();
    for (GroupMember member : members) {
      if (!users.add(member.user())) {
        throw new KeyRejectedException(
            KeyFault.DUPLICATE_MEMBER, "member: " + member.user() + " twice (expected: once)");
      }
    }
  }
}
