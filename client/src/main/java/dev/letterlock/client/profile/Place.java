package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Names of records: a kind byte, then what tells it from others of its kind. */
final class Place {

  private static final int ID_SIZE = 16;

  private Place() {}

  static RecordKey of(Shelf shelf, int kind) {
    return RecordKey.of(shelf, new byte[] {(byte) kind});
  }

  static RecordKey of(Shelf shelf, int kind, String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return RecordKey.of(
        shelf, ByteBuffer.allocate(1 + text.length).put((byte) kind).put(text).array());
  }

  static RecordKey of(Shelf shelf, int kind, UUID id) {
    return RecordKey.of(shelf, buffer(kind, ID_SIZE, id).array());
  }

  static RecordKey of(Shelf shelf, int kind, long number) {
    return RecordKey.of(
        shelf, ByteBuffer.allocate(1 + Long.BYTES).put((byte) kind).putLong(number).array());
  }

  static RecordKey of(Shelf shelf, int kind, UUID id, long number) {
    return RecordKey.of(shelf, buffer(kind, ID_SIZE + Long.BYTES, id).putLong(number).array());
  }

  static RecordKey of(Shelf shelf, int kind, UUID id, UUID other) {
    return RecordKey.of(
        shelf,
        buffer(kind, 2 * ID_SIZE, id)
            .putLong(other.getMostSignificantBits())
            .putLong(other.getLeastSignificantBits())
            .array());
  }

  static RecordKey of(Shelf shelf, int kind, UUID id, int device) {
    return RecordKey.of(shelf, buffer(kind, ID_SIZE + Integer.BYTES, id).putInt(device).array());
  }

  static RecordKey of(Shelf shelf, int kind, UUID id, UUID user, int device) {
    return RecordKey.of(shelf, buffer(kind, 0, id, user, device).array());
  }

  static RecordKey of(Shelf shelf, int kind, UUID id, UUID user, int device, long number) {
    return RecordKey.of(shelf, buffer(kind, Long.BYTES, id, user, device).putLong(number).array());
  }

  /** The kind byte of a record. */
  static int kind(RecordKey key) {
    return key.id().toByteArray()[0];
  }

  /** The first id of a record that has one. */
  static UUID id(RecordKey key) {
    ByteBuffer in = ByteBuffer.wrap(key.id().toByteArray(), 1, ID_SIZE);
    return new UUID(in.getLong(), in.getLong());
  }

  /** The second id of a record that has one. */
  static UUID secondId(RecordKey key) {
    ByteBuffer in = ByteBuffer.wrap(key.id().toByteArray(), 1 + ID_SIZE, ID_SIZE);
    return new UUID(in.getLong(), in.getLong());
  }

  private static ByteBuffer buffer(int kind, int more, UUID id, UUID user, int device) {
    return buffer(kind, 2 * ID_SIZE + Integer.BYTES + more, id)
        .putLong(user.getMostSignificantBits())
        .putLong(user.getLeastSignificantBits())
        .putInt(device);
  }

  private static ByteBuffer buffer(int kind, int more, UUID id) {
    return ByteBuffer.allocate(1 + more)
        .put((byte) kind)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits());
  }
}
