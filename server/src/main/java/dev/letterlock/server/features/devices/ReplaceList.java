package dev.letterlock.server.features.devices;

import dev.letterlock.crypto.DeviceList;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.server.features.Refusal;
import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.features.RequestProofs;
import dev.letterlock.server.features.SignedRequest;
import dev.letterlock.server.features.devices.ListRules.KeyChange;
import dev.letterlock.storage.device.SignedDeviceList;
import java.util.Optional;

/**
 * Puts the next list in force at the word of the account key: the pinned one signs the request, so
 * a new key can take over only by a rollover. The list in force once more is fine. Blocks.
 */
public final class ReplaceList {

  private final ListRules rules;
  private final RequestProofs proofs;
  private final ListPublication publication;

  public ReplaceList(ListRules rules, RequestProofs proofs, ListPublication publication) {
    this.rules = rules;
    this.proofs = proofs;
    this.publication = publication;
  }

  /**
   * Publishes the list.
   *
   * @param request signed by the account key that is pinned
   * @return version of the list in force, u64
   * @throws RefusedException with the reason
   */
  public long replace(UserId user, EncodedList encoded, SignedRequest request) {
    SignedDeviceList before =
        publication
            .newest(user)
            .orElseThrow(
                () -> new RefusedException(Refusal.UNKNOWN_LIST, "list: none (expected: one)"));
    proofs.require(user, Ed25519PublicKey.of(before.accountKey().toByteArray()), request);
    if (encoded.isStoredAs(before)) {
      return before.version();
    }
    DeviceList list = rules.check(user, encoded, before, KeyChange.FORBIDDEN);
    publication.publish(rules.toStore(list, encoded), Optional.of(before));
    return list.version();
  }
}
