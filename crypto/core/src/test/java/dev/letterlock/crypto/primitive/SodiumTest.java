package dev.letterlock.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SodiumTest {

  private static final HexFormat HEX = HexFormat.of();

  private final Sodium sodium = Sodium.load();

  @Test
  void hashesTheVectorOfRfc7693() {
    byte[] abc = {'a', 'b', 'c'};

    assertThat(HEX.formatHex(sodium.hash(abc, 64)))
        .isEqualTo(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
  }

  /** The second entry of the keyed BLAKE2b known answers published with the algorithm. */
  @Test
  void hashesThePublishedKeyedVector() {
    byte[] key = new byte[64];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }

    SecretBytes hash = sodium.keyedHash(SecretBytes.copyOf(key), new byte[] {0}, 64);

    assertThat(HEX.formatHex(hash.revealCopy()))
        .isEqualTo(
            "961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4"
                + "187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e69430234cebd");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 15, 65})
  void refusesHashLengthsOutsideTheLimits(int length) {
    assertThatThrownBy(() -> sodium.hash(new byte[1], length))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 65})
  void refusesKeyLengthsOutsideTheLimits(int length) {
    SecretBytes key = SecretBytes.copyOf(new byte[length]);

    assertThatThrownBy(() -> sodium.keyedHash(key, new byte[1], 32))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** RFC 8032 §7.1, tests 1 to 3. */
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
        + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
        + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
        + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
        + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
        + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signsTheVectorsOfRfc8032(String seed, String publicKey, String message, String signature) {
    try (Ed25519KeyPair pair = sodium.signingKeyPair(secret(seed))) {
      byte[] body = HEX.parseHex(message);

      Signature made = sodium.sign(pair, body);

      assertThat(HEX.formatHex(pair.publicKey().toByteArray())).isEqualTo(publicKey);
      assertThat(HEX.formatHex(made.toByteArray())).isEqualTo(signature);
      assertThat(sodium.verify(pair.publicKey(), body, made)).isTrue();
    }
  }

  /** RFC 7748 §6.1. */
  @Test
  void agreesAsInRfc7748() {
    X25519KeyPair alice =
        sodium.agreementKeyPair(
            secret("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
    X25519KeyPair bob =
        sodium.agreementKeyPair(
            secret("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));

    assertThat(HEX.formatHex(alice.publicKey().toByteArray()))
        .isEqualTo("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    assertThat(HEX.formatHex(bob.publicKey().toByteArray()))
        .isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
    assertThat(sodium.agree(alice.secretKey(), bob.publicKey()).revealCopy())
        .isEqualTo(
            HEX.parseHex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
    assertThat(
            sodium
                .agree(bob.secretKey(), alice.publicKey())
                .matches(sodium.agree(alice.secretKey(), bob.publicKey())))
        .isTrue();
  }

  /** The scalar plus the group order passes a lax verifier: RFC 8032 §5.1.7. */
  @Test
  void refusesSignaturesWithANonCanonicalScalar() {
    byte[] order = HEX.parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    try (Ed25519KeyPair pair = sodium.signingKeyPair()) {
      byte[] malleated = sodium.sign(pair, order).toByteArray();
      int carry = 0;
      for (int i = 0; i < order.length; i++) {
        carry += Byte.toUnsignedInt(malleated[32 + i]) + Byte.toUnsignedInt(order[i]);
        malleated[32 + i] = (byte) carry;
        carry >>>= 8;
      }

      assertThat(sodium.verify(pair.publicKey(), order, Signature.of(malleated))).isFalse();
    }
  }

  /** Under the identity as a key, an all-zero scalar would sign everything. */
  @Test
  void refusesSignaturesUnderASmallOrderKey() {
    byte[] identity = new byte[32];
    identity[0] = 1;
    byte[] signature = new byte[64];
    signature[0] = 1;

    assertThat(sodium.verify(Ed25519PublicKey.of(identity), new byte[1], Signature.of(signature)))
        .isFalse();
  }

  @Test
  void makesTheSamePairAgainFromItsSeed() {
    try (Ed25519KeyPair pair = sodium.signingKeyPair();
        SecretBytes seed = pair.seed();
        Ed25519KeyPair again = sodium.signingKeyPair(seed)) {
      assertThat(again.publicKey()).isEqualTo(pair.publicKey());
    }
  }

  @Test
  void drawsRandomBytesOfEveryLength() {
    assertThat(sodium.randomBytes(0)).isEmpty();
    assertThat(sodium.randomBytes(1000)).hasSize(1000).isNotEqualTo(sodium.randomBytes(1000));
    assertThat(sodium.randomSecret(32).matches(sodium.randomSecret(32))).isFalse();
    assertThat(sodium.randomSecret(32).matches(SecretBytes.copyOf(new byte[32]))).isFalse();
  }

  /** RFC 7748 §5.2, the first value of the iterated vector and the value after 1,000. */
  @Test
  void iteratesAsInRfc7748() {
    byte[] scalar = HEX.parseHex("09" + "00".repeat(31));
    byte[] point = scalar;
    for (int i = 0; i < 1000; i++) {
      byte[] next =
          sodium.agree(SecretBytes.copyOf(scalar), X25519PublicKey.of(point)).revealCopy();
      if (i == 0) {
        assertThat(HEX.formatHex(next))
            .isEqualTo("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
      }
      point = scalar;
      scalar = next;
    }
    assertThat(HEX.formatHex(scalar))
        .isEqualTo("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
  }

  @Test
  void refusesSecretsOfAnotherLength() {
    SecretBytes shorter = SecretBytes.copyOf(new byte[31]);
    X25519PublicKey key = sodium.agreementKeyPair().publicKey();

    assertThatThrownBy(() -> sodium.signingKeyPair(shorter))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sodium.agreementKeyPair(shorter))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sodium.agree(shorter, key))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givesTheSameAnswersOnManyThreads() {
    byte[] message = sodium.randomBytes(300);
    byte[] expected = sodium.hash(message, 32);

    assertThat(IntStream.range(0, 10_000).parallel().mapToObj(i -> sodium.hash(message, 32)))
        .allSatisfy(hash -> assertThat(hash).isEqualTo(expected));
  }

  private static SecretBytes secret(String hex) {
    return SecretBytes.copyOf(HEX.parseHex(hex));
  }
}
