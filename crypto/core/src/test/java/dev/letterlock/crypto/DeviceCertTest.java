package dev.letterlock.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceCertTest {

  private final Account account = new Account();
  private final E1 e1 = account.e1;

  @ParameterizedTest
  @ValueSource(strings = {"A", "B"})
  void verifiesAndRepeatsThePublishedCertificate(String name) {
    byte[] published = Vectors.bytes("/keys/" + name + "/cert");

    DeviceCert cert = DeviceCert.parse(published);

    cert.verify(e1);
    assertThat(cert.encode()).isEqualTo(published);
    assertThat(cert.suite()).isEqualTo(CipherSuite.HYBRID);
    SecretBytes seed = Vectors.secret("/keys/" + name + "/seed");
    SecretBytes scalar = Vectors.secret("/keys/" + name + "/x_sk");
    DeviceCert issued =
        DeviceCert.issue(
            e1,
            e1.sodium().signingKeyPair(seed),
            cert.suite(),
            cert.address(),
            e1.sodium().agreementKeyPair(scalar).publicKey(),
            cert.created());
    assertThat(issued).isEqualTo(cert);
  }

  /** The handshake context of the vectors begins: suite, certHash of A, certHash of B. */
  @Test
  void hashesThePublishedCertificates() {
    byte[] context = Vectors.bytes("/suite1/ctx");
    DeviceCert a = DeviceCert.parse(Vectors.bytes("/keys/A/cert"));
    DeviceCert b = DeviceCert.parse(Vectors.bytes("/keys/B/cert"));

    assertThat(a.certHash(e1).toByteArray()).isEqualTo(Arrays.copyOfRange(context, 1, 33));
    assertThat(b.certHash(e1).toByteArray()).isEqualTo(Arrays.copyOfRange(context, 33, 65));
  }

  @Test
  void readsWhatItIssued() {
    DeviceCert read = DeviceCert.parse(account.cert.encode());

    read.verify(e1);
    assertThat(read).isEqualTo(account.cert);
    assertThat(account.cert.encode()).hasSize(DeviceCert.SIZE);
  }

  @Test
  void refusesEveryOtherLength() {
    KeyFaults.assertStrictLength(account.cert.encode(), DeviceCert::parse);
  }

  @Test
  void refusesEveryFlippedBit() {
    KeyFaults.assertEveryBitCounts(
        account.cert.encode(), encoded -> DeviceCert.parse(encoded).verify(e1));
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 3, -1})
  void refusesUnknownSuites(byte suite) {
    byte[] encoded = account.cert.encode();
    encoded[1] = suite;

    KeyFaults.assertRejected(KeyFault.BAD_SUITE, () -> DeviceCert.parse(encoded));
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 2})
  void refusesOtherVersions(byte version) {
    byte[] encoded = account.cert.encode();
    encoded[0] = version;

    KeyFaults.assertRejected(KeyFault.BAD_VERSION, () -> DeviceCert.parse(encoded));
  }

  @Test
  void namesNoKeyBytesInText() {
    byte[] publicKey = account.signingKey.publicKey().toByteArray();

    assertThat(account.cert.toString()).doesNotContain(hex(publicKey).substring(0, 8));
    assertThat(account.signingKey.toString()).doesNotContain(hex(publicKey).substring(0, 8));
    assertThat(account.agreementKey.toString()).contains("SecretBytes[32]");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
