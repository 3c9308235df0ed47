package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.protocol.id.DeviceAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Marks of the messages that have come, whatever became of them, within one transaction. They are
 * needed as long as the server may bring a message again. A mark goes by the time in the id, which
 * its author chose; where that lies ahead, by the time at which it came.
 */
public record Seen(Transaction step) {

  /** How many marks are taken away at once. */
  static final int MOST_FORGOTTEN = 1000;

  private static final int MESSAGE = 2;
  private static final int SLICE = 3;
  private static final int AHEAD = 4;
  private static final int ARRIVAL_AT = 1 + 4 * Long.BYTES + Integer.BYTES;

  /** By how much clocks may differ. */
  private static final Duration MOST_AHEAD = Duration.ofDays(1);

  private static final int V7_TIME_SHIFT = 16;

  /** The hash of the slice of a message of this device that has come before. */
  public Optional<Hash32> slice(UUID message, DeviceAddress author) {
    return step.read(key(message, author), Hash32::of);
  }

  /** Whether a slice with this hash has come before, whatever stood around it. */
  public boolean hasSlice(Hash32 hash) {
    return step.has(key(hash));
  }

  /**
   * Marks a message.
   *
   * @param hash of its slice
   * @param now when it came, in milliseconds since 1970
   */
  public void add(UUID message, DeviceAddress author, Hash32 hash, long now) {
    if (time(message) - now > MOST_AHEAD.toMillis()) {
      step.write(ahead(message, author, now), key(message, author).id().toByteArray());
    }
    step.write(key(message, author), hash.toByteArray());
    step.write(key(hash), new byte[0]);
  }

  /**
   * Takes away marks of messages whose ids are older, or which came before and have an id of the
   * future; at most {@value #MOST_FORGOTTEN} of each.
   *
   * @param millis since 1970
   * @return whether none is left
   */
  public boolean forgetBefore(long millis) {
    List<RecordKey> old =
        keys(MESSAGE).takeWhile(key -> time(Place.id(key)) < millis).limit(MOST_FORGOTTEN).toList();
    List<RecordKey> ahead =
        keys(AHEAD).filter(key -> arrival(key) < millis).limit(MOST_FORGOTTEN).toList();
    old.forEach(this::forget);
    for (RecordKey key : ahead) {
      step.read(key, name -> RecordKey.of(Shelf.SEQUENCE, name)).ifPresent(this::forget);
      step.remove(key);
    }
    return old.size() < MOST_FORGOTTEN && ahead.size() < MOST_FORGOTTEN;
  }

  private void forget(RecordKey mark) {
    step.read(mark, bytes -> key(Hash32.of(bytes))).ifPresent(step::remove);
    step.remove(mark);
  }

  private Stream<RecordKey> keys(int kind) {
    return step.keys(Shelf.SEQUENCE).stream().filter(key -> Place.kind(key) == kind);
  }

  private static long time(UUID message) {
    return message.getMostSignificantBits() >>> V7_TIME_SHIFT;
  }

  private static long arrival(RecordKey ahead) {
    return ByteBuffer.wrap(ahead.id().toByteArray()).getLong(ARRIVAL_AT);
  }

  private static RecordKey ahead(UUID message, DeviceAddress author, long now) {
    return Place.of(Shelf.SEQUENCE, AHEAD, message, author.user().toUuid(), author.device(), now);
  }

  private static RecordKey key(UUID message, DeviceAddress author) {
    return Place.of(Shelf.SEQUENCE, MESSAGE, message, author.user().toUuid(), author.device());
  }

  private static RecordKey key(Hash32 hash) {
    ByteBuffer in = ByteBuffer.wrap(hash.toByteArray());
    return Place.of(Shelf.SEQUENCE, SLICE, new UUID(in.getLong(), in.getLong()));
  }
}
