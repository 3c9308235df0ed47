package dev.letterlock.crypto.e2ee.store;

import dev.letterlock.crypto.primitive.Octets;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Names one record (docs/E2EE.md §4).
 *
 * @param id 0 to 255 bytes
 */
public record RecordKey(Shelf shelf, Octets id) implements Comparable<RecordKey> {

  public static final int MAX_ID = 255;

  private static final int ID_SIZE = 16;

  public RecordKey {
    if (id.size() > MAX_ID) {
      throw new IllegalArgumentException("id: " + id.size() + " B (expected: at most 255)");
    }
  }

  public static RecordKey of(Shelf shelf, byte[] id) {
    return new RecordKey(shelf, Octets.of(id));
  }

  /** The key of something that has a 16-byte id. */
  public static RecordKey of(Shelf shelf, UUID id) {
    return of(
        shelf,
        ByteBuffer.allocate(ID_SIZE)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array());
  }

  /** By shelf, then by the bytes of the id. */
  @Override
  public int compareTo(RecordKey other) {
    int byShelf = shelf.compareTo(other.shelf);
    return byShelf != 0 ? byShelf : id.compareTo(other.id);
  }
}
