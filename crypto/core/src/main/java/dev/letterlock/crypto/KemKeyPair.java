package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.KemPublicKey;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * An ML-KEM-768 key pair from the JDK (FIPS 203). The secret half is the JDK's PKCS#8 form, the
 * only one that it imports (docs/E2EE.md §4). Closing wipes it.
 */
public record KemKeyPair(KemPublicKey publicKey, SecretBytes pkcs8) implements AutoCloseable {

  /** A fresh pair; about 40 microseconds. */
  public static KemKeyPair generate() {
    return generate(new SecureRandom());
  }

  /** The pair that 64 bytes from {@code random} make (d, then z). */
  public static KemKeyPair generate(SecureRandom random) {
    KeyPair pair = generatePair(random);
    byte[] x509 = pair.getPublic().getEncoded();
    byte[] encapsulationKey =
        Arrays.copyOfRange(x509, x509.length - KemPublicKey.SIZE, x509.length);
    byte[] secret = pair.getPrivate().getEncoded();
    try {
      return new KemKeyPair(KemPublicKey.of(encapsulationKey), SecretBytes.copyOf(secret));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static KeyPair generatePair(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("ML-KEM-768");
      generator.initialize(NamedParameterSpec.ML_KEM_768, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ML-KEM-768: missing (expected: in the JDK)", e);
    }
  }

  @Override
  public void close() {
    pkcs8.close();
  }
}
