package dev.letterlock.crypto.e2ee;

import dev.letterlock.crypto.CipherSuite;
import dev.letterlock.crypto.DeviceAddress;
import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemKeyPair;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.RequestSignature;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Signature;
import dev.letterlock.crypto.primitive.Sodium;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * What docs/vectors/e1-parts.json tells of: a device with its pre-keys, the same device registered
 * anew, a slice, and a request that the device signs. All of it follows from secrets of equal
 * bytes.
 */
final class PartsWorld {

  static final long CREATED = 1_700_000_000_000L;
  static final int DEVICE_SEED = 0x31;
  static final int AGREEMENT_SECRET = 0x32;
  static final int SIGNED_SECRET = 0x33;
  static final int KEM_SEED = 0x34;
  static final int CEK = 0x35;
  static final int NONCE = 0x36;
  static final byte[] CONTENT = {'h', 'i'};
  static final int REQUEST_NONCE = 0x38;
  static final String REQUEST_METHOD = "PUT";
  static final String REQUEST_PATH = "/v1/prekeys";
  static final byte[] REQUEST_BODY = "{\"one_time\":[]}".getBytes(StandardCharsets.US_ASCII);

  private static final int NEW_DEVICE_SEED = 0x37;
  private static final int PADDED = 256;
  private static final int HEAD = 57;

  final E1 e1 = new E1(Sodium.load());
  final UUID user = UUID.fromString("0a0a0a0a-0000-4000-8000-000000000002");
  final Ed25519KeyPair deviceKey = signing(DEVICE_SEED);
  final DeviceCert cert = cert(deviceKey, 4711, CipherSuite.HYBRID);

  /** The same device number after the device was set up anew. */
  final DeviceCert anew = cert(signing(NEW_DEVICE_SEED), 4712, CipherSuite.HYBRID);

  /** As {@link #anew}, but as if it had forgotten suite 2. */
  final DeviceCert classic = cert(signing(NEW_DEVICE_SEED), 4713, CipherSuite.CLASSIC);

  final SignedPreKey signed = signed(deviceKey, CREATED);
  final KemPreKey kem = kem(deviceKey, KemPreKey.Kind.ONE_TIME);
  final KemPreKey lastResort = kem(deviceKey, KemPreKey.Kind.LAST_RESORT);
  final byte[] slice = FixedNonces.of(e1, NONCE).seal(secret(CEK), CONTENT, PADDED);

  /** The last moment at which the pre-keys are young enough. */
  Instant lastDay() {
    return Instant.ofEpochMilli(CREATED).plus(java.time.Duration.ofDays(30));
  }

  SignedPreKey signed(Ed25519KeyPair by, long created) {
    return signed(by, cert, created);
  }

  SignedPreKey signed(Ed25519KeyPair by, DeviceCert of, long created) {
    return SignedPreKey.issue(
        e1,
        by,
        of.address(),
        5,
        created,
        e1.sodium().agreementKeyPair(secret(SIGNED_SECRET)).publicKey());
  }

  KemPreKey kem(Ed25519KeyPair by, KemPreKey.Kind kind) {
    ScriptedRandom seed = new ScriptedRandom();
    seed.serve(filled(KEM_SEED, 64));
    try (KemKeyPair pair = KemKeyPair.generate(seed)) {
      return KemPreKey.issue(e1, by, cert.address(), 9, kind, CREATED, pair.publicKey());
    }
  }

  /** The signature of the device over its request. */
  Signature requestSignature() {
    return new RequestSignature(e1)
        .sign(deviceKey, filled(REQUEST_NONCE, 32), REQUEST_METHOD, REQUEST_PATH, REQUEST_BODY);
  }

  /** A slice with a good commitment and tag over these bytes, well padded or not. */
  byte[] sliceOver(byte[] padded) {
    byte[] sealed = slice.clone();
    MemorySegment whole = MemorySegment.ofArray(sealed);
    try (SecretBytes keys = e1.kdf(secret(CEK), Label.PAYLOAD_KEYS, 64, filled(NONCE, 24))) {
      new XChaCha20Poly1305(e1.sodium())
          .seal(
              keys.revealView().asSlice(0, 32),
              whole.asSlice(1, 24),
              whole.asSlice(0, HEAD),
              MemorySegment.ofArray(padded),
              whole.asSlice(HEAD));
    }
    return sealed;
  }

  Ed25519KeyPair stranger() {
    return signing(NEW_DEVICE_SEED);
  }

  static byte[] filled(int filler, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) filler);
    return bytes;
  }

  static SecretBytes secret(int filler) {
    return SecretBytes.copyOf(filled(filler, 32));
  }

  private DeviceCert cert(Ed25519KeyPair key, int registration, CipherSuite suite) {
    return DeviceCert.issue(
        e1,
        key,
        suite,
        new DeviceAddress(user, 7, registration),
        e1.sodium().agreementKeyPair(secret(AGREEMENT_SECRET)).publicKey(),
        CREATED);
  }

  private Ed25519KeyPair signing(int filler) {
    return e1.sodium().signingKeyPair(secret(filler));
  }
}
