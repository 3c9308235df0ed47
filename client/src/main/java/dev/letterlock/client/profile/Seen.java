package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.protocol.id.DeviceAddress;
import java.nio.ByteBuffer;
import java.util.UUID;

/** Marks of the messages that have come, whatever became of them, within one transaction. */
public record Seen(Transaction step) {

  private static final int MESSAGE = 2;
  private static final int SLICE = 3;

  /** Whether a message of this device has come before. */
  public boolean has(UUID message, DeviceAddress author) {
    return step.has(key(message, author));
  }

  /** Whether a slice with this hash has come before, whatever stood around it. */
  public boolean hasSlice(Hash32 hash) {
    return step.has(key(hash));
  }

  /**
   * Marks a message.
   *
   * @param hash of its slice
   */
  public void add(UUID message, DeviceAddress author, Hash32 hash) {
    step.write(key(message, author), hash.toByteArray());
    step.write(key(hash), new byte[0]);
  }

  private static RecordKey key(UUID message, DeviceAddress author) {
    return Place.of(Shelf.SEQUENCE, MESSAGE, message, author.user().toUuid(), author.device());
  }

  private static RecordKey key(Hash32 hash) {
    ByteBuffer in = ByteBuffer.wrap(hash.toByteArray());
    return Place.of(Shelf.SEQUENCE, SLICE, new UUID(in.getLong(), in.getLong()));
  }
}
