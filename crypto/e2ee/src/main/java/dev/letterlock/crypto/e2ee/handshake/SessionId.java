package dev.letterlock.crypto.e2ee.handshake;

import dev.letterlock.crypto.primitive.Octets;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * SID, the 16 bytes that both ends derive for one session (docs/E2EE.md §2.4). Ordered bytewise,
 * which decides between two handshakes that crossed each other.
 */
public record SessionId(Octets octets) implements Comparable<SessionId> {

  public static final int SIZE = 16;

  public SessionId {
    if (octets.size() != SIZE) {
      throw new IllegalArgumentException("session id: " + octets.size() + " B (expected: 16)");
    }
  }

  /** Copies 16 bytes. */
  public static SessionId of(byte[] bytes) {
    return new SessionId(Octets.of(bytes));
  }

  /** The first four bytes, which records and links carry. */
  public int tag() {
    return ByteBuffer.wrap(octets.toByteArray()).getInt();
  }

  public byte[] toByteArray() {
    return octets.toByteArray();
  }

  @Override
  public int compareTo(SessionId other) {
    return Arrays.compareUnsigned(toByteArray(), other.toByteArray());
  }
}
