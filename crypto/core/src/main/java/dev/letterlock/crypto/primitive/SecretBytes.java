package dev.letterlock.crypto.primitive;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * A secret of fixed length that is wiped when closed (docs/E2EE.md §4, "zeroisation"). The bytes
 * leave it only through methods whose names begin with {@code reveal}. Any thread may read; closing
 * while another thread reads is the caller's fault.
 */
public final class SecretBytes implements AutoCloseable {

  private final byte[] bytes;
  private volatile boolean closed;

  private SecretBytes(byte[] owned) {
    this.bytes = owned;
  }

  /** Copies {@code bytes}; the caller still owns, and should wipe, its own array. */
  public static SecretBytes copyOf(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  /** Takes {@code owned} without a copy; the caller must forget it. */
  static SecretBytes adopt(byte[] owned) {
    return new SecretBytes(owned);
  }

  public int size() {
    return bytes.length;
  }

  /** A copy that the caller must wipe. */
  public byte[] revealCopy() {
    return raw().clone();
  }

  /** A read-only view without a copy, for native calls; worthless once this is closed. */
  public MemorySegment revealView() {
    return MemorySegment.ofArray(raw()).asReadOnly();
  }

  /**
   * A part as a secret of its own; both are to be closed.
   *
   * @param from inclusive
   * @param to exclusive, at most the size
   */
  public SecretBytes part(int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    return new SecretBytes(Arrays.copyOfRange(raw(), from, to));
  }

  /** Another secret of the same bytes; both are to be closed. */
  public SecretBytes copy() {
    return new SecretBytes(raw().clone());
  }

  /** Compares in constant time; a difference in length is not hidden. */
  public boolean matches(SecretBytes other) {
    return MessageDigest.isEqual(raw(), other.raw());
  }

  /** Overwrites the bytes; every later use fails. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
  }

  /** The inner array, for calls that only read it. */
  byte[] raw() {
    if (closed) {
      throw new IllegalStateException("secret: closed (expected: open)");
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "SecretBytes[" + bytes.length + "]";
  }
}
