package dev.letterlock.crypto.group;

import dev.letterlock.crypto.StructureReader;
import dev.letterlock.crypto.Uuids;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One member in a {@link GroupState}, 33 bytes: {@code user 16 | role u8 | AIK fingerprint 16};
 * docs/E2EE.md §2.8.
 */
public record GroupMember(UUID user, MemberRole role, KeyFingerprint accountKey) {

  public static final int SIZE = 33;

  public boolean isAdmin() {
    return role == MemberRole.ADMIN;
  }

  static GroupMember read(StructureReader in) {
    return new GroupMember(in.uuid(), MemberRole.of(in.u8()), KeyFingerprint.read(in));
  }

  void writeTo(ByteBuffer out) {
    Uuids.write(out, user).put((byte) role.code());
    accountKey.writeTo(out);
  }
}
