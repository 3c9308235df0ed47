package dev.letterlock.protocol;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Bytes that this protocol carries and does not read: ciphertext, certificates, public pre-keys.
 * Immutable as long as nobody changes the array that was handed to {@link #wrap}. Its text form
 * shows the length alone.
 */
public final class OpaqueBytes {
  private final byte[] bytes;

  private OpaqueBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the array over without a copy; the caller must not change it afterwards. */
  public static OpaqueBytes wrap(byte[] bytes) {
    return new OpaqueBytes(bytes);
  }

  /** Copies {@code length} bytes out of the buffer; moves none of its indexes. */
  public static OpaqueBytes copyOf(ByteBuf buffer, int index, int length) {
    byte[] bytes = new byte[length];
    buffer.getBytes(index, bytes);
    return new OpaqueBytes(bytes);
  }

  public int size() {
    return bytes.length;
  }

  /** True if all bytes are zero, which means "none" for a one-time pre-key. */
  public boolean isZero() {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Appends the bytes to {@code out}. */
  public void writeTo(ByteBuf out) {
    out.writeBytes(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OpaqueBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
