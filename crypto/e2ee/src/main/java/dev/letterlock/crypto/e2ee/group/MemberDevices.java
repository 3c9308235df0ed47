package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import java.util.Optional;
import java.util.UUID;

/** The devices that this client trusts: those of the newest verified lists of pinned accounts. */
@FunctionalInterface
public interface MemberDevices {

  /**
   * What is known of one device.
   *
   * @param signingKey DSK of its certificate
   * @param accountKey AIK that is pinned and signed the list
   */
  record MemberDevice(Ed25519PublicKey signingKey, Ed25519PublicKey accountKey) {}

  /** Empty unless the newest verified list of the user names the device. */
  Optional<MemberDevice> find(UUID user, int device);
}
