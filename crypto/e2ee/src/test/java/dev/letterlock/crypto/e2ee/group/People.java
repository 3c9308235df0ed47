package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.PayloadSlice;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.e2ee.trust.KeyLineage;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupRoster;
import dev.letterlock.crypto.group.GroupSigner;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.group.MemberRole;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.Sodium;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Users with one device each, and what everybody's verified lists say of them. */
final class People implements MemberDevices {

  static final UUID ANNA = new UUID(1, 1);
  static final UUID BERT = new UUID(2, 2);
  static final UUID CARL = new UUID(3, 3);
  static final UUID DORA = new UUID(4, 4);
  static final int DEVICE = 7;
  static final long CREATED = 1_700_000_000_000L;

  final E1 e1 = new E1(Sodium.load());
  final GroupCipher cipher =
      new GroupCipher(e1, new PayloadSlice(e1, new XChaCha20Poly1305(e1.sodium())));

  private final Map<UUID, Ed25519KeyPair> accountKeys = new HashMap<>();
  private final Map<UUID, KeyLineage> lineages = new HashMap<>();
  private final Map<UUID, Ed25519KeyPair> deviceKeys = new HashMap<>();

  People() {
    for (UUID user : List.of(ANNA, BERT, CARL, DORA)) {
      resetAccountKey(user);
      renewDeviceKey(user);
    }
  }

  /** The account key from before vouches for the new one. */
  void renewAccountKey(UUID user) {
    accountKeys.put(user, e1.sodium().signingKeyPair());
    lineages.computeIfPresent(user, (_, before) -> before.rolledOverTo(fingerprint(user)));
  }

  /** Nobody vouches for the new account key. */
  void resetAccountKey(UUID user) {
    accountKeys.put(user, e1.sodium().signingKeyPair());
    lineages.put(user, new KeyLineage(List.of(fingerprint(user))));
  }

  void renewDeviceKey(UUID user) {
    deviceKeys.put(user, e1.sodium().signingKeyPair());
  }

  /** The device is not in the user's list any more. */
  void unlist(UUID user) {
    deviceKeys.remove(user);
  }

  @Override
  public Optional<Ed25519PublicKey> signingKey(UUID user, int device) {
    return Optional.ofNullable(deviceKeys.get(user))
        .filter(key -> device == DEVICE)
        .map(Ed25519KeyPair::publicKey);
  }

  @Override
  public boolean isKeyOf(UUID user, KeyFingerprint accountKey) {
    return Objects.requireNonNull(lineages.get(user)).has(accountKey);
  }

  GroupMember admin(UUID user) {
    return new GroupMember(user, MemberRole.ADMIN, fingerprint(user));
  }

  GroupMember member(UUID user) {
    return new GroupMember(user, MemberRole.MEMBER, fingerprint(user));
  }

  KeyFingerprint fingerprint(UUID user) {
    return KeyFingerprint.of(e1, of(accountKeys, user).publicKey());
  }

  GroupState first(UUID signer, GroupMember... members) {
    return GroupState.first(
        e1,
        of(deviceKeys, signer),
        new GroupSigner(signer, DEVICE),
        CREATED,
        new GroupRoster(0, Arrays.asList(members)));
  }

  GroupState next(GroupState before, UUID signer, GroupMember... members) {
    return before.next(
        e1,
        of(deviceKeys, signer),
        new GroupSigner(signer, DEVICE),
        CREATED + 1,
        new GroupRoster(0, Arrays.asList(members)));
  }

  private static Ed25519KeyPair of(Map<UUID, Ed25519KeyPair> keys, UUID user) {
    return Objects.requireNonNull(keys.get(user));
  }
}
