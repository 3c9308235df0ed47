package dev.letterlock.crypto.e2ee.prekey;

import dev.letterlock.crypto.OneTimePreKey;
import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519KeyPair;

/** A one-time pre-key with its secret. */
record OneTimeSecret(OneTimePreKey publicHalf, SecretBytes secretHalf) {

  static OneTimeSecret read(StateReader in) {
    return new OneTimeSecret(in.value(OneTimePreKey.SIZE, OneTimePreKey::parse), in.secret());
  }

  void write(StateWriter out) {
    out.bytes(publicHalf.encode()).secret(secretHalf);
  }

  X25519KeyPair pair() {
    return new X25519KeyPair(publicHalf.key(), secretHalf);
  }

  OneTimeSecret copy() {
    return new OneTimeSecret(publicHalf, secretHalf.copy());
  }
}
