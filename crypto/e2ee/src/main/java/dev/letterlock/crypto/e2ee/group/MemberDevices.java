package dev.letterlock.crypto.e2ee.group;

import dev.letterlock.crypto.group.KeyFingerprint;
import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import java.util.Optional;
import java.util.UUID;

/** The devices and keys that this client trusts: those of pinned accounts; docs/E2EE.md §2.2. */
public interface MemberDevices {

  /** DSK of a device; empty unless the newest verified list of the user names the device. */
  Optional<Ed25519PublicKey> signingKey(UUID user, int device);

  /** Whether this is the account key that is pinned of a user, or one that led to it. */
  boolean isKeyOf(UUID user, KeyFingerprint accountKey);
}
