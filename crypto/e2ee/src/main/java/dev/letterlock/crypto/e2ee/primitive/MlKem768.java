package dev.letterlock.crypto.e2ee.primitive;

import dev.letterlock.crypto.primitive.KemPublicKey;
import dev.letterlock.crypto.primitive.Octets;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KEM;

/**
 * ML-KEM-768 (FIPS 203) by the JDK, the {@code KEM} of docs/E2EE.md §2.1. A wrong ciphertext of the
 * right length decapsulates to another secret, as the standard wants it, and fails later. Safe for
 * any thread; 35 to 40 microseconds a call.
 */
public final class MlKem768 {

  public static final int CIPHERTEXT_SIZE = 1088;
  public static final int SECRET_SIZE = 32;

  private static final String ALGORITHM = "ML-KEM-768";

  /** What X.509 puts before the 1,184 bytes of the key. */
  private static final byte[] X509_HEAD =
      HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

  /**
   * A fresh secret for the owner of {@code key}.
   *
   * @param random 32 bytes of it are used
   */
  public Encapsulation encapsulate(KemPublicKey key, SecureRandom random) {
    try {
      KEM.Encapsulated made = kem().newEncapsulator(publicKey(key), random).encapsulate();
      byte[] secret = made.key().getEncoded();
      try {
        return new Encapsulation(Octets.of(made.encapsulation()), SecretBytes.copyOf(secret));
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ML-KEM-768 encapsulation: refused (expected: done)", e);
    }
  }

  /**
   * The secret inside a ciphertext.
   *
   * @param pkcs8 of {@link dev.letterlock.crypto.KemKeyPair}
   * @param ciphertext 1,088 bytes
   * @return 32 bytes
   */
  public SecretBytes decapsulate(SecretBytes pkcs8, byte[] ciphertext) {
    if (ciphertext.length != CIPHERTEXT_SIZE) {
      throw new IllegalArgumentException(
          "ciphertext: " + ciphertext.length + " B (expected: 1088)");
    }
    byte[] encoded = pkcs8.revealCopy();
    byte[] secret = new byte[0];
    try {
      secret = kem().newDecapsulator(privateKey(encoded)).decapsulate(ciphertext).getEncoded();
      return SecretBytes.copyOf(secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ML-KEM-768 decapsulation: refused (expected: done)", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static PublicKey publicKey(KemPublicKey key) throws GeneralSecurityException {
    byte[] x509 = Arrays.copyOf(X509_HEAD, X509_HEAD.length + KemPublicKey.SIZE);
    System.arraycopy(key.toByteArray(), 0, x509, X509_HEAD.length, KemPublicKey.SIZE);
    return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(x509));
  }

  private static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  private static KEM kem() throws GeneralSecurityException {
    return KEM.getInstance(ALGORITHM);
  }

  /** A ciphertext of 1,088 bytes and the 32 bytes that only the key's owner finds in it. */
  public record Encapsulation(Octets ciphertext, SecretBytes secret) {}
}
