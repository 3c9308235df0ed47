package dev.letterlock.loadtest.peer;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.PayloadSlice;
import dev.letterlock.crypto.e2ee.RecordWrap;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import dev.letterlock.crypto.primitive.Sodium;

/** What seals and opens messages; safe for any thread. */
public record CryptoKit(E1 e1, PayloadSlice slices, RecordWrap records) {

  /** Loads libsodium. */
  public static CryptoKit load() {
    E1 e1 = new E1(Sodium.load());
    XChaCha20Poly1305 cipher = new XChaCha20Poly1305(e1.sodium());
    return new CryptoKit(e1, new PayloadSlice(e1, cipher), new RecordWrap(e1, cipher));
  }
}
