package dev.letterlock.crypto.e2ee;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.e2ee.primitive.XChaCha20Poly1305;
import java.util.Arrays;

/** Slices with nonces that can be repeated, for vectors only. */
public final class FixedNonces {

  private FixedNonces() {}

  /** Every nonce consists of this byte. */
  public static PayloadSlice of(E1 e1, int filler) {
    return new PayloadSlice(
        e1,
        new XChaCha20Poly1305(e1.sodium()),
        length -> {
          byte[] nonce = new byte[length];
          Arrays.fill(nonce, (byte) filler);
          return nonce;
        });
  }
}
