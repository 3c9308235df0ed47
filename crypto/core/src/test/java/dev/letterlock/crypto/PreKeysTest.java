package dev.letterlock.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.crypto.primitive.KemPublicKey;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.Signature;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreKeysTest {

  private static final int ID = 0xdeadbeef;

  private final Account account = new Account();
  private final E1 e1 = account.e1;
  private final DeviceCert publishedOwner = DeviceCert.parse(Vectors.bytes("/keys/B/cert"));
  private final SignedPreKey signed =
      SignedPreKey.issue(
          e1,
          account.signingKey,
          account.cert.address(),
          ID,
          Account.CREATED,
          account.agreementKey.publicKey());
  private final KemPreKey kem = kemPreKey(KemPreKey.Kind.LAST_RESORT);
  private final OneTimePreKey oneTime = new OneTimePreKey(ID, account.agreementKey.publicKey());

  @Test
  void verifiesThePublishedSignedPreKey() {
    X25519PublicKey key = X25519PublicKey.of(Vectors.bytes("/keys/spk/pk"));
    Signature signature = Signature.of(Vectors.bytes("/keys/spk/sig"));

    new SignedPreKey(5, publishedOwner.created(), key, signature).verify(e1, publishedOwner);
    KeyFaults.assertRejected(
        KeyFault.BAD_SIGNATURE,
        () ->
            new SignedPreKey(6, publishedOwner.created(), key, signature)
                .verify(e1, publishedOwner));
  }

  @Test
  void verifiesThePublishedKemPreKey() {
    KemPublicKey key = KemPublicKey.of(Vectors.bytes("/keys/kem/pk"));
    Signature signature = Signature.of(Vectors.bytes("/keys/kem/sig"));

    new KemPreKey(9, KemPreKey.Kind.ONE_TIME, publishedOwner.created(), key, signature)
        .verify(e1, publishedOwner);
    KeyFaults.assertRejected(
        KeyFault.BAD_SIGNATURE,
        () ->
            new KemPreKey(9, KemPreKey.Kind.LAST_RESORT, publishedOwner.created(), key, signature)
                .verify(e1, publishedOwner));
  }

  @Test
  void readsTheSignedPreKeyItIssued() {
    SignedPreKey read = SignedPreKey.parse(signed.encode());

    read.verify(e1, account.cert);
    assertThat(read).isEqualTo(signed);
    assertThat(signed.encode()).hasSize(SignedPreKey.SIZE);
    KeyFaults.assertStrictLength(signed.encode(), SignedPreKey::parse);
    KeyFaults.assertEveryBitCounts(
        signed.encode(), encoded -> SignedPreKey.parse(encoded).verify(e1, account.cert));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ONE_TIME", "LAST_RESORT"})
  void readsTheKemPreKeyItIssued(KemPreKey.Kind kind) {
    KemPreKey issued = kemPreKey(kind);

    KemPreKey read = KemPreKey.parse(issued.encode());

    read.verify(e1, account.cert);
    assertThat(read).isEqualTo(issued);
    assertThat(issued.encode()).hasSize(KemPreKey.SIZE);
  }

  @Test
  void refusesEveryBrokenKemPreKey() {
    KeyFaults.assertStrictLength(kem.encode(), KemPreKey::parse);
    KeyFaults.assertEveryBitCounts(
        kem.encode(), encoded -> KemPreKey.parse(encoded).verify(e1, account.cert));
  }

  @Test
  void readsTheOneTimePreKeyItWrote() {
    assertThat(OneTimePreKey.parse(oneTime.encode())).isEqualTo(oneTime);
    assertThat(oneTime.encode()).hasSize(OneTimePreKey.SIZE);
    KeyFaults.assertStrictLength(oneTime.encode(), OneTimePreKey::parse);
  }

  /** The owner's address is signed although bundles leave it out: docs/E2EE.md §2.10a. */
  @Test
  void refusesPreKeysOfAnotherDevice() {
    DeviceCert other = account.newDevice(8);

    KeyFaults.assertRejected(KeyFault.BAD_SIGNATURE, () -> signed.verify(e1, other));
    KeyFaults.assertRejected(KeyFault.BAD_SIGNATURE, () -> kem.verify(e1, other));
  }

  @Test
  void refusesIdZero() {
    KeyFaults.assertRejected(
        KeyFault.BAD_ID, () -> SignedPreKey.parse(new byte[SignedPreKey.SIZE]));
    KeyFaults.assertRejected(
        KeyFault.BAD_ID, () -> OneTimePreKey.parse(new byte[OneTimePreKey.SIZE]));
    byte[] encoded = kem.encode();
    encoded[0] = encoded[1] = encoded[2] = encoded[3] = 0;
    KeyFaults.assertRejected(KeyFault.BAD_ID, () -> KemPreKey.parse(encoded));
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 3})
  void refusesUnknownKinds(byte kind) {
    byte[] encoded = kem.encode();
    encoded[4] = kind;

    KeyFaults.assertRejected(KeyFault.BAD_KIND, () -> KemPreKey.parse(encoded));
  }

  private KemPreKey kemPreKey(KemPreKey.Kind kind) {
    try (KemKeyPair pair = KemKeyPair.generate()) {
      return KemPreKey.issue(
          e1,
          account.signingKey,
          account.cert.address(),
          ID,
          kind,
          Account.CREATED,
          pair.publicKey());
    }
  }
}
