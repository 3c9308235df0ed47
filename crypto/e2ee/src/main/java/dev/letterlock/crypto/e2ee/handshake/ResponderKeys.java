package dev.letterlock.crypto.e2ee.handshake;

import dev.letterlock.crypto.KemKeyPair;
import dev.letterlock.crypto.KemPreKey;
import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.e2ee.prekey.PreKeyUse;
import dev.letterlock.crypto.e2ee.prekey.VerifiedBundle;
import dev.letterlock.crypto.primitive.KemPublicKey;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import org.jspecify.annotations.Nullable;

/** The public halves of the pre-keys in a handshake, as both ends see them. */
record ResponderKeys(
    X25519PublicKey signedPreKey,
    @Nullable X25519PublicKey oneTimePreKey,
    @Nullable KemPublicKey kemPreKey) {

  static ResponderKeys of(VerifiedBundle bundle) {
    OneTimePreKey oneTime = bundle.oneTimePreKey();
    KemPreKey kem = bundle.kemPreKey();
    return new ResponderKeys(
        bundle.signedPreKey().key(),
        oneTime == null ? null : oneTime.key(),
        kem == null ? null : kem.key());
  }

  static ResponderKeys of(PreKeyUse use) {
    X25519KeyPair oneTime = use.oneTimePreKey();
    KemKeyPair kem = use.kemPreKey();
    return new ResponderKeys(
        use.signedPreKey().publicKey(),
        oneTime == null ? null : oneTime.publicKey(),
        kem == null ? null : kem.publicKey());
  }
}
