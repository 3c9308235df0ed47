package dev.letterlock.client.api;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * The keys of one device, both halves, and its certificate (docs/E2EE.md §2.2). Closing wipes the
 * secret halves. Safe for any thread.
 */
public record DeviceKeys(
    Ed25519KeyPair signingKey, X25519KeyPair agreementKey, DeviceCert certificate)
    implements AutoCloseable {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Makes the keys of a device of suite 1; under 100 microseconds. */
  public static DeviceKeys generate(E1 e1, DeviceAddress address, Clock clock) {
    Ed25519KeyPair signing = e1.sodium().signingKeyPair();
    X25519KeyPair agreement = e1.sodium().agreementKeyPair();
    DeviceCert certificate =
        DeviceCert.issue(
            e1, signing, CipherSuite.CLASSIC, address, agreement.publicKey(), clock.millis());
    return new DeviceKeys(signing, agreement, certificate);
  }

  /** An address with a fresh registration number. */
  public static DeviceAddress freshAddress(UUID user, int device) {
    return new DeviceAddress(user, device, RANDOM.nextInt());
  }

  /** Signs the public half of a pre-key pair under a random id. */
  public SignedPreKey signedPreKey(E1 e1, X25519KeyPair pair, Clock clock) {
    return SignedPreKey.issue(
        e1, signingKey, certificate.address(), freshId(), clock.millis(), pair.publicKey());
  }

  /** The public half of a one-time pair under a random id. */
  public static OneTimePreKey oneTimePreKey(X25519KeyPair pair) {
    return new OneTimePreKey(freshId(), pair.publicKey());
  }

  @Override
  public void close() {
    signingKey.close();
    agreementKey.close();
  }

  private static int freshId() {
    int id = RANDOM.nextInt();
    return id == 0 ? 1 : id;
  }
}
