package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import java.time.Clock;

/**
 * The identity of this device, both halves: DSK, DHK and the certificate over them (docs/E2EE.md
 * §2.2). Closing wipes the secret halves. Safe for any thread.
 *
 * @param certHash of {@code cert}
 */
public record OwnDevice(
    DeviceCert cert, Hash32 certHash, Ed25519KeyPair signingKey, X25519KeyPair agreementKey)
    implements AutoCloseable {

  private static final int VERSION = 1;
  private static final int SEED_SIZE = 32;

  /** Makes the keys of a new device. */
  public static OwnDevice generate(E1 e1, CipherSuite suite, DeviceAddress address, Clock clock) {
    Ed25519KeyPair signing = e1.sodium().signingKeyPair();
    X25519KeyPair agreement = e1.sodium().agreementKeyPair();
    return of(
        e1,
        DeviceCert.issue(e1, signing, suite, address, agreement.publicKey(), clock.millis()),
        signing,
        agreement);
  }

  /**
   * Joins a certificate and its keys, which this owns from now on.
   *
   * @throws IllegalArgumentException if they are not of one device
   */
  public static OwnDevice of(
      E1 e1, DeviceCert cert, Ed25519KeyPair signingKey, X25519KeyPair agreementKey) {
    if (!cert.signingKey().equals(signingKey.publicKey())
        || !cert.agreementKey().equals(agreementKey.publicKey())) {
      throw new IllegalArgumentException("certificate: of other keys (expected: of these)");
    }
    return new OwnDevice(cert, cert.certHash(e1), signingKey, agreementKey);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws dev.letterlock.crypto.e2ee.state.StateRejectedException if it is damaged
   */
  public static OwnDevice decode(E1 e1, byte[] encoded) {
    StateReader in = new StateReader("own device", encoded).version(VERSION);
    DeviceCert cert = in.value(DeviceCert.SIZE, DeviceCert::parse);
    try (SecretBytes seed = in.secret(SEED_SIZE)) {
      SecretBytes agreement = in.secret();
      in.end();
      Ed25519KeyPair signing = e1.sodium().signingKeyPair(seed);
      return restored(e1, cert, signing, e1.sodium().agreementKeyPair(agreement), in);
    }
  }

  private static OwnDevice restored(
      E1 e1, DeviceCert cert, Ed25519KeyPair signing, X25519KeyPair agreement, StateReader in) {
    try {
      return of(e1, cert, signing, agreement);
    } catch (IllegalArgumentException e) {
      throw in.badValue("certificate: of other keys (expected: of these)");
    }
  }

  /** Everything, secrets too: 227 bytes for an encrypted key store. */
  public byte[] encode() {
    try (StateWriter out = new StateWriter();
        SecretBytes seed = signingKey.seed()) {
      return out.u8(VERSION)
          .bytes(cert.encode())
          .secret(seed)
          .secret(agreementKey.secretKey())
          .toByteArray();
    }
  }

  @Override
  public void close() {
    signingKey.close();
    agreementKey.close();
  }

  @Override
  public String toString() {
    return "OwnDevice[" + cert.address() + "]";
  }
}
