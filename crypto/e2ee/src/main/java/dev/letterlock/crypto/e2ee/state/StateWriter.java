package dev.letterlock.crypto.e2ee.state;

import dev.letterlock.crypto.primitive.PublicValue;
import dev.letterlock.crypto.primitive.SecretBytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes the big-endian fields of one state (docs/E2EE.md §4); what {@link StateReader} reads.
 * Closing wipes what was written, and so does every growth of the buffer. For one thread.
 */
public final class StateWriter implements AutoCloseable {

  private static final int FIRST_SIZE = 1024;

  private byte[] bytes = new byte[FIRST_SIZE];
  private ByteBuffer out = ByteBuffer.wrap(bytes);

  public StateWriter u8(int value) {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  public StateWriter u16(int value) {
    room(Short.BYTES).putShort((short) value);
    return this;
  }

  public StateWriter u32(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  public StateWriter u64(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  public StateWriter flag(boolean value) {
    return u8(value ? 1 : 0);
  }

  public StateWriter uuid(UUID id) {
    return u64(id.getMostSignificantBits()).u64(id.getLeastSignificantBits());
  }

  public StateWriter value(PublicValue value) {
    value.writeTo(room(value.octets().size()));
    return this;
  }

  /** All of {@code field}, without its length. */
  public StateWriter bytes(byte[] field) {
    room(field.length).put(field);
    return this;
  }

  /** A u32 length, then the bytes. */
  public StateWriter block(byte[] field) {
    return u32(field.length).bytes(field);
  }

  /** All of a secret, without its length. */
  public StateWriter secret(SecretBytes secret) {
    ByteBuffer target = room(secret.size());
    MemorySegment.copy(
        secret.revealView(), ValueLayout.JAVA_BYTE, 0, bytes, target.position(), secret.size());
    target.position(target.position() + secret.size());
    return this;
  }

  /** A copy of what was written, the caller's to wipe. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, out.position());
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  private ByteBuffer room(int size) {
    if (out.remaining() < size) {
      byte[] old = bytes;
      int written = out.position();
      bytes = Arrays.copyOf(old, Math.max(2 * old.length, written + size));
      out = ByteBuffer.wrap(bytes).position(written);
      Arrays.fill(old, (byte) 0);
    }
    return out;
  }
}
