package dev.letterlock.crypto.e2ee.handshake;

import dev.letterlock.crypto.DeviceCert;
import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemKeyPair;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.e2ee.prekey.OwnDevice;
import dev.letterlock.crypto.e2ee.prekey.PreKeyUse;
import dev.letterlock.crypto.e2ee.prekey.VerifiedBundle;
import dev.letterlock.crypto.e2ee.primitive.FreshKeys;
import dev.letterlock.crypto.e2ee.primitive.MlKem768;
import dev.letterlock.crypto.primitive.KemPublicKey;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key agreement of docs/E2EE.md §2.4 and nothing else: which suite, bundle, link or replay is
 * acceptable is decided before. Safe for any thread; about 130 microseconds in suite 1 and 170 in
 * suite 2. All intermediate secrets are wiped.
 */
public final class Handshake {

  private static final int KEY_SIZE = 32;
  private static final int PRK_SIZE = 64;

  private final E1 e1;
  private final MlKem768 kem;

  public Handshake(E1 e1, MlKem768 kem) {
    this.e1 = e1;
    this.kem = kem;
  }

  /**
   * The initiator's end, with a fresh EK.
   *
   * @param previous the session to continue, or null
   * @param random for EK (32 bytes), then in suite 2 for the KEM (32 bytes)
   * @throws dev.letterlock.crypto.primitive.KeyRejectedException if a key of the bundle is of low
   *     order
   */
  public InitiatedHandshake initiate(
      OwnDevice own,
      VerifiedBundle bundle,
      @Nullable PreviousSession previous,
      SecureRandom random) {
    List<SecretBytes> agreed = new ArrayList<>();
    try (X25519KeyPair ephemeral = ephemeral(random)) {
      X25519PublicKey signed = bundle.signedPreKey().key();
      OneTimePreKey oneTime = bundle.oneTimePreKey();
      KemPreKey kemPreKey = bundle.kemPreKey();
      agreed.add(e1.sodium().agree(own.agreementKey().secretKey(), signed));
      agreed.add(e1.sodium().agree(ephemeral.secretKey(), bundle.device().cert().agreementKey()));
      agreed.add(e1.sodium().agree(ephemeral.secretKey(), signed));
      if (oneTime != null) {
        agreed.add(e1.sodium().agree(ephemeral.secretKey(), oneTime.key()));
      }
      KemCiphertext ciphertext =
          kemPreKey == null ? null : encapsulate(kemPreKey.key(), random, agreed);
      PreKeyHeader header = header(bundle, previous, ephemeral.publicKey(), ciphertext);
      addExport(agreed, previous);
      byte[] context =
          new HandshakeContext(header, own.certHash(), bundle.device().certHash())
              .encode(
                  e1,
                  signed,
                  oneTime == null ? null : oneTime.key(),
                  kemPreKey == null ? null : kemPreKey.key());
      return new InitiatedHandshake(header, derive(context, agreed));
    } finally {
      agreed.forEach(SecretBytes::close);
    }
  }

  /**
   * The responder's end.
   *
   * @param peer the initiator's certificate
   * @param keys those that the header names
   * @param previous the session that the header links to, or null if it links to none
   * @throws dev.letterlock.crypto.primitive.KeyRejectedException if EK is of low order
   */
  public HandshakeSecrets respond(
      OwnDevice own,
      DeviceCert peer,
      PreKeyHeader header,
      PreKeyUse keys,
      @Nullable PreviousSession previous) {
    List<SecretBytes> agreed = new ArrayList<>();
    try {
      X25519KeyPair oneTime = keys.oneTimePreKey();
      KemKeyPair kemPreKey = keys.kemPreKey();
      KemCiphertext ciphertext = header.ciphertext();
      agreed.add(e1.sodium().agree(keys.signedPreKey().secretKey(), peer.agreementKey()));
      agreed.add(e1.sodium().agree(own.agreementKey().secretKey(), header.ephemeral()));
      agreed.add(e1.sodium().agree(keys.signedPreKey().secretKey(), header.ephemeral()));
      if (oneTime != null) {
        agreed.add(e1.sodium().agree(oneTime.secretKey(), header.ephemeral()));
      }
      if (kemPreKey != null && ciphertext != null) {
        agreed.add(kem.decapsulate(kemPreKey.pkcs8(), ciphertext.octets().toByteArray()));
      }
      addExport(agreed, previous);
      byte[] context =
          new HandshakeContext(header, peer.certHash(e1), own.certHash())
              .encode(
                  e1,
                  keys.signedPreKey().publicKey(),
                  oneTime == null ? null : oneTime.publicKey(),
                  kemPreKey == null ? null : kemPreKey.publicKey());
      return derive(context, agreed);
    } finally {
      agreed.forEach(SecretBytes::close);
    }
  }

  private X25519KeyPair ephemeral(SecureRandom random) {
    return FreshKeys.agreementKeyPair(e1.sodium(), random);
  }

  private KemCiphertext encapsulate(
      KemPublicKey key, SecureRandom random, List<SecretBytes> agreed) {
    MlKem768.Encapsulation made = kem.encapsulate(key, random);
    agreed.add(made.secret());
    return new KemCiphertext(made.ciphertext());
  }

  private static PreKeyHeader header(
      VerifiedBundle bundle,
      @Nullable PreviousSession previous,
      X25519PublicKey ephemeral,
      @Nullable KemCiphertext ciphertext) {
    OneTimePreKey oneTime = bundle.oneTimePreKey();
    KemPreKey kemPreKey = bundle.kemPreKey();
    return new PreKeyHeader(
        bundle.suite(),
        bundle.signedPreKey().id(),
        oneTime == null ? 0 : oneTime.id(),
        kemPreKey == null ? 0 : kemPreKey.id(),
        previous == null ? 0 : previous.id().tag(),
        ephemeral,
        ciphertext);
  }

  private static void addExport(List<SecretBytes> agreed, @Nullable PreviousSession previous) {
    if (previous != null) {
      agreed.add(previous.export().copy());
    }
  }

  private HandshakeSecrets derive(byte[] context, List<SecretBytes> agreed) {
    SecretBytes[] inputs = agreed.toArray(SecretBytes[]::new);
    try (SecretBytes salt = SecretBytes.copyOf(e1.wideHash(Label.HANDSHAKE_CONTEXT, context));
        SecretBytes prk = e1.kdfOfSecrets(salt, Label.HANDSHAKE, PRK_SIZE, inputs);
        SecretBytes id = e1.kdf(prk, Label.SESSION_ID, SessionId.SIZE)) {
      return new HandshakeSecrets(
          SessionId.of(id.revealCopy()),
          e1.kdf(prk, Label.ROOT_KEY, KEY_SIZE),
          e1.kdf(prk, Label.EXPORT, KEY_SIZE));
    }
  }
}
