package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.SignedPreKey;
import dev.letterlock.crypto.e2ee.Vectors;
import dev.letterlock.crypto.e2ee.trust.TrustedDevice;
import dev.letterlock.crypto.primitive.Ed25519KeyPair;
import dev.letterlock.crypto.primitive.KemPublicKey;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Signature;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The two devices of docs/vectors/e1.json: A sends, B has published pre-keys 5, 42 and 9. */
public final class VectorDevices {

  /** PKCS#8 of ML-KEM-768 with the expanded key: SEQUENCE, version, OID, two OCTET STRINGs. */
  private static final String PKCS8_HEAD =
      "30820978" + "020100" + "300b0609608648016503040402" + "04820964" + "04820960";

  private static final long CREATED = 1_700_000_000_000L;

  private VectorDevices() {}

  public static OwnDevice receiver(E1 e1) {
    return OwnDevice.of(
        e1,
        DeviceCert.parse(Vectors.bytes("/keys/B/cert")),
        signing(e1, "B"),
        e1.sodium().agreementKeyPair(Vectors.secret("/keys/B/x_sk")));
  }

  public static OwnDevice sender(E1 e1) {
    return OwnDevice.of(
        e1,
        DeviceCert.parse(Vectors.bytes("/keys/A/cert")),
        signing(e1, "A"),
        e1.sodium().agreementKeyPair(Vectors.secret("/keys/A/x_sk")));
  }

  public static TrustedDevice trusted(OwnDevice device) {
    return new TrustedDevice(device.cert(), device.certHash(), 1);
  }

  /** B's pre-keys, none of them used. */
  public static OwnPreKeys preKeys(E1 e1) {
    return new OwnPreKeys(
        List.of(new SignedSecret(signedPreKey(), Vectors.secret("/keys/spk/sk"), 0, Set.of())),
        List.of(
            new OneTimeSecret(
                new OneTimePreKey(42, key("/keys/opk/pk")), Vectors.secret("/keys/opk/sk"))),
        List.of(new KemSecret(kemPreKey(), pkcs8(), 0)));
  }

  /** What a server would hand out of them. */
  public static PreKeyBundle bundle(E1 e1) {
    return new PreKeyBundle(
        receiver(e1).cert(),
        signedPreKey(),
        new OneTimePreKey(42, key("/keys/opk/pk")),
        kemPreKey());
  }

  private static SignedPreKey signedPreKey() {
    return new SignedPreKey(
        5, CREATED, key("/keys/spk/pk"), Signature.of(Vectors.bytes("/keys/spk/sig")));
  }

  private static KemPreKey kemPreKey() {
    return new KemPreKey(
        9,
        KemPreKey.Kind.ONE_TIME,
        CREATED,
        KemPublicKey.of(Vectors.bytes("/keys/kem/pk")),
        Signature.of(Vectors.bytes("/keys/kem/sig")));
  }

  private static SecretBytes pkcs8() {
    return SecretBytes.copyOf(
        HexFormat.of()
            .parseHex(PKCS8_HEAD + HexFormat.of().formatHex(Vectors.bytes("/keys/kem/sk"))));
  }

  private static X25519PublicKey key(String pointer) {
    return X25519PublicKey.of(Vectors.bytes(pointer));
  }

  private static Ed25519KeyPair signing(E1 e1, String device) {
    return e1.sodium().signingKeyPair(Vectors.secret("/keys/" + device + "/seed"));
  }
}
