package dev.letterlock.crypto.primitive;

import java.util.HexFormat;

/** An unkeyed BLAKE2b-256 hash, 32 bytes (RFC 7693, docs/E2EE.md §2.1). */
public record Hash32(Octets octets) implements PublicValue {

  public static final int SIZE = 32;

  /** What a first device list names as its predecessor: docs/E2EE.md §2.10a. */
  public static final Hash32 ZERO = new Hash32(Octets.adopt(new byte[SIZE]));

  public Hash32 {
    octets.requireSize("hash", SIZE);
  }

  /**
   * Copies {@code bytes}.
   *
   * @throws KeyRejectedException with {@link KeyFault#BAD_LENGTH}
   */
  public static Hash32 of(byte[] bytes) {
    return new Hash32(Octets.of(bytes));
  }

  @Override
  public String toString() {
    return "Hash32[" + HexFormat.of().formatHex(octets.raw()) + "]";
  }
}
