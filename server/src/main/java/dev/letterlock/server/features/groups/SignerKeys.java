package dev.letterlock.server.features.groups;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.group.GroupMember;
import dev.letterlock.crypto.group.GroupState;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.device.DeviceListStore;
import dev.letterlock.storage.device.SignedDeviceList;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the account that signs a group state is the one that is in the group: docs/E2EE.md §2.8.
 * Every client asks the same and refuses the state if it is not, and then nothing could follow it.
 * Blocks.
 */
public final class SignerKeys {

  /** Fewer than clients look at, so that none refuses what was taken here. */
  private static final int MOST_LISTS = 32;

  private final E1 e1;
  private final DeviceListStore lists;

  public SignerKeys(E1 e1, DeviceListStore lists) {
    this.e1 = e1;
    this.lists = lists;
  }

  /**
   * Checks the signer's fingerprints in a state and in the one before.
   *
   * @param before the state in force, null if there is none
   * @throws KeyRejectedException with {@link KeyFault#ACCOUNT_KEY_CHANGED}
   */
  void requireMember(GroupState state, @Nullable GroupState before) {
    UUID signer = state.signer().user();
    Stream.of(Optional.of(state), Optional.ofNullable(before))
        .flatMap(Optional::stream)
        .flatMap(known -> known.roster().member(signer).stream())
        .map(GroupMember::accountKey)
        .distinct()
        .forEach(key -> requireKeyOf(UserId.of(signer), key));
  }

  private void requireKeyOf(UserId user, KeyFingerprint key) {
    if (!isKeyOf(user, key)) {
      throw new KeyRejectedException(
          KeyFault.ACCOUNT_KEY_CHANGED,
          "signer's account key: another (expected: the one in the group, or one it vouched for)");
    }
  }

  /** Goes back as long as each key was vouched for by the one before. */
  private boolean isKeyOf(UserId user, KeyFingerprint key) {
    SignedDeviceList list = lists.latest(user).orElse(null);
    for (int looked = 0; list != null && looked < MOST_LISTS; looked++) {
      Ed25519PublicKey accountKey = Ed25519PublicKey.of(list.accountKey().toByteArray());
      if (KeyFingerprint.of(e1, accountKey).equals(key)) {
        return true;
      }
      list = leadingTo(list);
    }
    return false;
  }

  private @Nullable SignedDeviceList leadingTo(SignedDeviceList list) {
    return lists
        .at(list.user(), list.version() - 1)
        .filter(before -> list.rollover() != null || before.accountKey().equals(list.accountKey()))
        .orElse(null);
  }
}
