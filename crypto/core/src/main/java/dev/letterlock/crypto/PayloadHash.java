package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.Hash32;

/** The content address of a payload slice: docs/E2EE.md §2.6. */
public final class PayloadHash {

  private PayloadHash() {}

  /** {@code ph = H("E1:ph", slice)}. */
  public static Hash32 of(E1 e1, byte[] slice) {
    return e1.hash(Label.PAYLOAD_HASH, slice);
  }
}
