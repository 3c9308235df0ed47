package dev.letterlock.client.messenger.trust;

import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.RefusedException.Remedy;
import dev.letterlock.client.profile.Transaction;
import dev.letterlock.crypto.e2ee.group.GroupFault;
import dev.letterlock.crypto.e2ee.group.GroupRejectedException;
import dev.letterlock.crypto.e2ee.group.MemberDevices;
import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who may have signed the states of a group, within one step. One whose changed key waits for a
 * person's word vouches for nothing, which matters only if the newest state is his. On the desk.
 */
final class Signers implements MemberDevices {

  private final Transaction step;
  private final Contacts contacts;
  private @Nullable RefusedException waits;

  Signers(Transaction step, Contacts contacts) {
    this.step = step;
    this.contacts = contacts;
  }

  /**
   * What is proven by these signers.
   *
   * @throws RefusedException if a person's word about the signer of the newest state is missing
   */
  <T> T prove(Function<MemberDevices, T> judge) {
    try {
      return judge.apply(this);
    } catch (GroupRejectedException e) {
      RefusedException reason = waits;
      throw reason != null && e.fault() == GroupFault.SIGNER_NOT_LISTED ? reason : e;
    }
  }

  @Override
  public Optional<Ed25519PublicKey> signingKey(UUID user, int device) {
    waits = null;
    try {
      return contacts
          .listed(step, new DeviceAddress(UserId.of(user), device))
          .map(trusted -> trusted.cert().signingKey());
    } catch (RefusedException e) {
      if (e.remedy() != Remedy.ACKNOWLEDGEMENT) {
        throw e;
      }
      waits = e;
      return Optional.empty();
    }
  }

  @Override
  public boolean isKeyOf(UUID user, KeyFingerprint accountKey) {
    return contacts.isKeyOf(step, user, accountKey);
  }
}
