package dev.letterlock.crypto;

import dev.letterlock.crypto.primitive.Ed25519PublicKey;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.crypto.primitive.KemPublicKey;
import dev.letterlock.crypto.primitive.KeyFault;
import dev.letterlock.crypto.primitive.KeyRejectedException;
import dev.letterlock.crypto.primitive.Signature;
import dev.letterlock.crypto.primitive.X25519PublicKey;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Reads the big-endian fields of one structure (docs/E2EE.md §2.1). Missing and leftover bytes are
 * {@link KeyFault#BAD_LENGTH}.
 */
public final class StructureReader {

  private final String name;
  private final ByteBuffer bytes;

  public StructureReader(String name, byte[] encoded) {
    this.name = name;
    this.bytes = ByteBuffer.wrap(encoded);
  }

  /** For structures of fixed length: all of it is checked before the first field. */
  public StructureReader requireSize(int expected) {
    if (bytes.remaining() != expected) {
      throw badLength("(expected: " + expected + ")");
    }
    return this;
  }

  public int u8() {
    return Byte.toUnsignedInt(need(Byte.BYTES).get());
  }

  /** Unsigned. */
  public int u16() {
    return Short.toUnsignedInt(need(Short.BYTES).getShort());
  }

  public int u32() {
    return need(Integer.BYTES).getInt();
  }

  public long u64() {
    return need(Long.BYTES).getLong();
  }

  public UUID uuid() {
    need(2 * Long.BYTES);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  public Hash32 hash() {
    return Hash32.of(take(Hash32.SIZE));
  }

  public Signature signature() {
    return Signature.of(take(Signature.SIZE));
  }

  public Ed25519PublicKey signingKey() {
    return Ed25519PublicKey.of(take(Ed25519PublicKey.SIZE));
  }

  public X25519PublicKey agreementKey() {
    return X25519PublicKey.of(take(X25519PublicKey.SIZE));
  }

  public KemPublicKey kemKey() {
    return KemPublicKey.of(take(KemPublicKey.SIZE));
  }

  /** Fails with {@link KeyFault#BAD_VERSION} unless the next byte is 1. */
  public void version1() {
    int version = u8();
    if (version != 1) {
      throw new KeyRejectedException(
          KeyFault.BAD_VERSION, name + " version: " + version + " (expected: 1)");
    }
  }

  /** Bytes that were not read yet. */
  public int remaining() {
    return bytes.remaining();
  }

  public void end() {
    if (bytes.hasRemaining()) {
      throw badLength("with " + bytes.remaining() + " leftover (expected: 0)");
    }
  }

  /** The next {@code size} bytes, a copy. */
  public byte[] take(int size) {
    ByteBuffer in = need(size);
    byte[] field = new byte[size];
    in.get(field);
    return field;
  }

  private ByteBuffer need(int size) {
    if (bytes.remaining() < size) {
      throw badLength("(expected: more)");
    }
    return bytes;
  }

  private KeyRejectedException badLength(String rest) {
    return new KeyRejectedException(
        KeyFault.BAD_LENGTH, name + ": " + bytes.capacity() + " B " + rest);
  }
}
