package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.KemKeyPair;
import dev.letterlock.crypto.Label;
import dev.letterlock.crypto.e2ee.OpenFault;
import dev.letterlock.crypto.e2ee.OpenRejectedException;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * The pre-keys that one first message names, and what is left of all pre-keys once it has been
 * opened: docs/E2EE.md §2.4. Lends secrets of the {@link OwnPreKeys} it was made of.
 */
public final class PreKeyUse {

  private final OwnPreKeys keys;
  private final SignedSecret signed;
  private final @Nullable OneTimeSecret oneTime;
  private final @Nullable KemSecret kem;
  private final Hash32 ephemeral;

  private PreKeyUse(
      OwnPreKeys keys,
      SignedSecret signed,
      @Nullable OneTimeSecret oneTime,
      @Nullable KemSecret kem,
      Hash32 ephemeral) {
    this.keys = keys;
    this.signed = signed;
    this.oneTime = oneTime;
    this.kem = kem;
    this.ephemeral = ephemeral;
  }

  /**
   * Finds the keys.
   *
   * @param oneTimeId zero for none
   * @param kemId zero for none
   * @param ephemeral EK of the handshake
   * @throws OpenRejectedException with {@link OpenFault#UNKNOWN_PRE_KEY} or, without a one-time
   *     key, {@link OpenFault#REPLAYED_HANDSHAKE}
   */
  public static PreKeyUse of(
      E1 e1, OwnPreKeys keys, int signedId, int oneTimeId, int kemId, X25519PublicKey ephemeral) {
    SignedSecret signed = keys.signed(signedId);
    OneTimeSecret oneTime = oneTimeId == 0 ? null : keys.oneTime(oneTimeId);
    KemSecret kem = kemId == 0 ? null : keys.kem(kemId);
    if (signed == null || (oneTimeId != 0 && oneTime == null) || (kemId != 0 && kem == null)) {
      throw new OpenRejectedException(
          OpenFault.UNKNOWN_PRE_KEY, "pre-key: unknown or used (expected: one of this device)");
    }
    Hash32 hash = e1.hash(Label.EPHEMERAL_HASH, ephemeral.toByteArray());
    if (oneTime == null) {
      requireNew(signed, hash);
    }
    return new PreKeyUse(keys, signed, oneTime, kem, hash);
  }

  private static void requireNew(SignedSecret signed, Hash32 ephemeral) {
    if (signed.ephemerals().contains(ephemeral)
        || signed.ephemerals().size() >= SignedSecret.MAX_EPHEMERALS) {
      throw new OpenRejectedException(
          OpenFault.REPLAYED_HANDSHAKE, "ephemeral key: seen before (expected: fresh)");
    }
  }

  public X25519KeyPair signedPreKey() {
    return signed.pair();
  }

  public @Nullable X25519KeyPair oneTimePreKey() {
    return oneTime == null ? null : oneTime.pair();
  }

  public @Nullable KemKeyPair kemPreKey() {
    return kem == null ? null : kem.pair();
  }

  /**
   * All pre-keys less the one-time ones used here, sharing no secret with the old value. Without a
   * one-time key the ephemeral key is remembered instead.
   */
  public OwnPreKeys spent() {
    int kemId = kem == null ? 0 : kem.publicHalf().id();
    return oneTime == null
        ? keys.remembering(signed.publicHalf().id(), ephemeral, kemId)
        : keys.without(oneTime.publicHalf().id(), kemId);
  }
}
