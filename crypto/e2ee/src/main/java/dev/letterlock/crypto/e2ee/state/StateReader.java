package dev.letterlock.crypto.e2ee.state;

import dev.letterlock.crypto.primitive.CryptoException;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.SecretBytes;
import dev.letterlock.crypto.primitive.X25519KeyPair;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads the big-endian fields of one state (docs/E2EE.md §4). Every length and count is checked
 * before anything is allocated; all failures are {@link StateRejectedException}. For one thread;
 * reads the given array in place.
 */
public final class StateReader {

  private static final int SECRET_SIZE = 32;

  private final String name;
  private final ByteBuffer bytes;

  /**
   * @param name of the state, for exceptions
   */
  public StateReader(String name, byte[] encoded) {
    this.name = name;
    this.bytes = ByteBuffer.wrap(encoded);
  }

  /** Fails with {@link StateFault#BAD_VERSION} unless the next byte is {@code expected}. */
  public StateReader version(int expected) {
    int version = u8();
    if (version != expected) {
      throw new StateRejectedException(
          StateFault.BAD_VERSION, name + " version: " + version + " (expected: " + expected + ")");
    }
    return this;
  }

  public int u8() {
    return Byte.toUnsignedInt(need(Byte.BYTES).get());
  }

  public int u16() {
    return Short.toUnsignedInt(need(Short.BYTES).getShort());
  }

  public int u32() {
    return need(Integer.BYTES).getInt();
  }

  public long u64() {
    return need(Long.BYTES).getLong();
  }

  public boolean flag() {
    int value = u8();
    if (value > 1) {
      throw badValue("flag: " + value + " (expected: 0 or 1)");
    }
    return value == 1;
  }

  /** A count of one byte. */
  public int count8(int most) {
    return checked(u8(), most);
  }

  /** A count of two bytes. */
  public int count16(int most) {
    return checked(u16(), most);
  }

  public UUID uuid() {
    need(2 * Long.BYTES);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  public Hash32 hash() {
    return value(Hash32.SIZE, Hash32::of);
  }

  public X25519PublicKey agreementKey() {
    return value(X25519PublicKey.SIZE, X25519PublicKey::of);
  }

  /** A secret of 32 bytes. */
  public SecretBytes secret() {
    return secret(SECRET_SIZE);
  }

  public SecretBytes secret(int size) {
    byte[] field = take(size);
    try {
      return SecretBytes.copyOf(field);
    } finally {
      Arrays.fill(field, (byte) 0);
    }
  }

  /** A public key and its secret half. */
  public X25519KeyPair agreementKeyPair() {
    return new X25519KeyPair(agreementKey(), secret());
  }

  /** A structure of fixed size with a parser of its own. */
  public <T> T value(int size, Function<byte[], T> parser) {
    try {
      return parser.apply(take(size));
    } catch (CryptoException e) {
      throw badValue("field: malformed (expected: as it was stored)");
    }
  }

  /** A u32 length of at most {@code most}, then that many bytes. */
  public byte[] block(int most) {
    return take(checked(u32(), most));
  }

  public byte[] take(int size) {
    need(size);
    byte[] field = new byte[size];
    bytes.get(field);
    return field;
  }

  /** Fails with {@link StateFault#BAD_LENGTH} if bytes are left. */
  public void end() {
    if (bytes.hasRemaining()) {
      throw badLength(bytes.remaining() + " B left (expected: 0)");
    }
  }

  /** For what only the reader of a whole state can judge. */
  public StateRejectedException badValue(String text) {
    return new StateRejectedException(StateFault.BAD_VALUE, name + ", " + text);
  }

  private int checked(int count, int most) {
    if (count < 0 || count > most) {
      throw badLength("count: " + count + " (expected: at most " + most + ")");
    }
    return count;
  }

  private ByteBuffer need(int size) {
    if (bytes.remaining() < size) {
      throw badLength(bytes.capacity() + " B (expected: more)");
    }
    return bytes;
  }

  private StateRejectedException badLength(String text) {
    return new StateRejectedException(StateFault.BAD_LENGTH, name + ", " + text);
  }
}
