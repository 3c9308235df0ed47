package dev.letterlock.crypto.e2ee.store;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.primitive.Argon2id;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;

/** The primitives that seal a vault (docs/E2EE.md §4). Safe for any thread. */
public record VaultTools(E1 e1, XChaCha20Poly1305 cipher, Argon2id argon2id) {

  public static VaultTools of(E1 e1) {
    return new VaultTools(e1, new XChaCha20Poly1305(e1.sodium()), new Argon2id(e1.sodium()));
  }
}
