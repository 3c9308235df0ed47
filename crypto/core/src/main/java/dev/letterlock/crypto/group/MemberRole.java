package dev.letterlock.crypto.group;

import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;

/** What a member may change: docs/E2EE.md §2.10a. */
public enum MemberRole {
  MEMBER(0),
  ADMIN(1);

  private final int code;

  MemberRole(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  static MemberRole of(int code) {
    return switch (code) {
      case 0 -> MEMBER;
      case 1 -> ADMIN;
      default ->
          throw new KeyRejectedException(KeyFault.BAD_ROLE, "role: " + code + " (expected: 0, 1)");
    };
  }
}
