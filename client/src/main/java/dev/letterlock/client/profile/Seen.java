package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.protocol.id.DeviceAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/**
 * Marks of the messages that have come, whatever became of them, within one transaction. They are
 * needed as long as the server may bring a message again.
 */
public record Seen(Transaction step) {

  /** How many marks are taken away at once. */
  static final int MOST_FORGOTTEN = 1000;

  private static final int MESSAGE = 2;
  private static final int SLICE = 3;
  private static final int V7_TIME_SHIFT = 16;

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

  /**
   * Takes away marks of messages whose ids are older, at most {@value #MOST_FORGOTTEN}.
   *
   * @param millis since 1970
   * @return whether none is left
   */
  public boolean forgetBefore(long millis) {
    List<RecordKey> old =
        step.keys(Shelf.SEQUENCE).stream()
            .filter(key -> Place.kind(key) == MESSAGE)
            .takeWhile(key -> Place.id(key).getMostSignificantBits() >>> V7_TIME_SHIFT < millis)
            .limit(MOST_FORGOTTEN)
            .toList();
    for (RecordKey key : old) {
      step.read(key, bytes -> key(Hash32.of(bytes))).ifPresent(step::remove);
      step.remove(key);
    }
    return old.size() < MOST_FORGOTTEN;
  }

  private static RecordKey key(UUID message, DeviceAddress author) {
    return Place.of(Shelf.SEQUENCE, MESSAGE, message, author.user().toUuid(), author.device());
  }

  private static RecordKey key(Hash32 hash) {
    ByteBuffer in = ByteBuffer.wrap(hash.toByteArray());
    return Place.of(Shelf.SEQUENCE, SLICE, new UUID(in.getLong(), in.getLong()));
  }
}
