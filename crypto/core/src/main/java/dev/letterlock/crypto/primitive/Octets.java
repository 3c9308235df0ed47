package dev.letterlock.crypto.primitive;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An immutable run of public bytes with value equality (docs/E2EE.md §2.1); the array inside never
 * leaves. Not for secrets: those are {@link SecretBytes}.
 */
public final class Octets implements Comparable<Octets> {

  private final byte[] bytes;

  private Octets(byte[] owned) {
    this.bytes = owned;
  }

  /** Copies {@code bytes}. */
  public static Octets of(byte[] bytes) {
    return new Octets(bytes.clone());
  }

  /** Takes {@code owned} without a copy; the caller must forget it. */
  static Octets adopt(byte[] owned) {
    return new Octets(owned);
  }

  public int size() {
    return bytes.length;
  }

  /** A fresh copy. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Appends all bytes at the buffer's position. */
  public void writeTo(ByteBuffer target) {
    target.put(bytes);
  }

  /** Fails with {@link KeyFault#BAD_LENGTH} unless there are exactly that many bytes. */
  void requireSize(String name, int expected) {
    if (bytes.length != expected) {
      throw new KeyRejectedException(
          KeyFault.BAD_LENGTH, name + ": " + bytes.length + " B (expected: " + expected + ")");
    }
  }

  /** The inner array, for calls that only read it. */
  byte[] raw() {
    return bytes;
  }

  /** By unsigned bytes; a beginning of another comes before it. */
  @Override
  public int compareTo(Octets other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Octets[" + bytes.length + "]";
  }
}
