package dev.letterlock.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KEM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The receiver's side of docs/E2EE.md §2.4, put together from the primitives alone. */
class HandshakeVectorsTest {

  /** PKCS#8 of ML-KEM-768 with the expanded key: SEQUENCE, version, OID, two OCTET STRINGs. */
  private static final String PKCS8_HEAD =
      "30820978" + "020100" + "300b0609608648016503040402" + "04820964" + "04820960";

  private final Sodium sodium = Sodium.load();

  @ParameterizedTest
  @ValueSource(strings = {"suite1", "suite2", "relink"})
  void agreesAsPublished(String session) throws GeneralSecurityException {
    byte[] header = Vectors.bytes("/" + session + "/hdr");
    X25519PublicKey ephemeral = X25519PublicKey.of(Arrays.copyOfRange(header, 18, 50));
    X25519PublicKey sender = X25519PublicKey.of(Vectors.bytes("/keys/A/x_pk"));
    ByteArrayOutputStream agreed = new ByteArrayOutputStream();
    agreed.writeBytes(agree("/keys/spk/sk", sender));
    agreed.writeBytes(agree("/keys/B/x_sk", ephemeral));
    agreed.writeBytes(agree("/keys/spk/sk", ephemeral));
    agreed.writeBytes(agree("/keys/opk/sk", ephemeral));
    if (header.length > 50) {
      agreed.writeBytes(decapsulate(Arrays.copyOfRange(header, 50, header.length)));
    }
    if (session.equals("relink")) {
      agreed.writeBytes(Vectors.bytes("/suite2/exp"));
    }

    assertThat(agreed.toByteArray()).isEqualTo(Vectors.bytes("/" + session + "/ikm"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"suite1", "suite2", "relink"})
  void derivesAsPublished(String session) {
    String at = "/" + session;
    byte[] salt = sodium.hash(labelled("E1:hs-ctx", Vectors.bytes(at + "/ctx")), 64);
    SecretBytes prk = kdf(SecretBytes.copyOf(salt), "E1:hs", Vectors.bytes(at + "/ikm"), 64);

    assertThat(derive(prk, "E1:rk", 32)).isEqualTo(Vectors.bytes(at + "/rk"));
    assertThat(derive(prk, "E1:sid", 16)).isEqualTo(Vectors.bytes(at + "/sid"));
    assertThat(derive(prk, "E1:exp", 32)).isEqualTo(Vectors.bytes(at + "/exp"));
  }

  @Test
  void makesTheKeysThatItsOwnSecretOpens() throws GeneralSecurityException {
    try (KemKeyPair pair = KemKeyPair.generate()) {
      KEM.Encapsulated encapsulated = encapsulate(pair);

      byte[] opened =
          decapsulator(pair.pkcs8().revealCopy())
              .decapsulate(encapsulated.encapsulation())
              .getEncoded();

      assertThat(opened).hasSize(32).isEqualTo(encapsulated.key().getEncoded());
    }
  }

  private static KEM.Encapsulated encapsulate(KemKeyPair pair) throws GeneralSecurityException {
    byte[] head = HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");
    ByteArrayOutputStream x509 = new ByteArrayOutputStream();
    x509.writeBytes(head);
    x509.writeBytes(pair.publicKey().toByteArray());
    var spec = new X509EncodedKeySpec(x509.toByteArray());
    var key = KeyFactory.getInstance("ML-KEM-768").generatePublic(spec);
    return KEM.getInstance("ML-KEM-768").newEncapsulator(key).encapsulate();
  }

  private static byte[] decapsulate(byte[] ciphertext) throws GeneralSecurityException {
    ByteArrayOutputStream pkcs8 = new ByteArrayOutputStream();
    pkcs8.writeBytes(HexFormat.of().parseHex(PKCS8_HEAD));
    pkcs8.writeBytes(Vectors.bytes("/keys/kem/sk"));
    return decapsulator(pkcs8.toByteArray()).decapsulate(ciphertext).getEncoded();
  }

  private static KEM.Decapsulator decapsulator(byte[] pkcs8) throws GeneralSecurityException {
    PrivateKey key =
        KeyFactory.getInstance("ML-KEM-768").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    return KEM.getInstance("ML-KEM-768").newDecapsulator(key);
  }

  private byte[] agree(String secret, X25519PublicKey peer) {
    return sodium.agree(Vectors.secret(secret), peer).revealCopy();
  }

  private byte[] derive(SecretBytes prk, String label, int length) {
    return kdf(prk, label, new byte[0], length).revealCopy();
  }

  private SecretBytes kdf(SecretBytes key, String label, byte[] input, int length) {
    return sodium.keyedHash(key, labelled(label, input), length);
  }

  private static byte[] labelled(String label, byte[] input) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(label.length());
    message.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    message.writeBytes(input);
    return message.toByteArray();
  }
}
