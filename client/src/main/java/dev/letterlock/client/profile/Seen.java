package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.crypto.primitive.Hash32;
import dev.letterlock.protocol.id.DeviceAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
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

  /**
   * A message that has come.
   *
   * @param slice the hash of its slice
   * @param silent whether nobody was to learn that it has, nor shall when it comes once more
   *     (docs/E2EE.md R6)
   */
  public record Mark(Hash32 slice, boolean silent) {

    byte[] encode() {
      byte[] stored = Arrays.copyOf(slice.toByteArray(), Hash32.SIZE + 1);
      stored[Hash32.SIZE] = (byte) (silent ? 1 : 0);
      return stored;
    }

    /** An earlier program kept the hash alone; of such a message nobody is told once more. */
    static Mark decode(byte[] stored) {
      StateReader in = new StateReader("mark", stored);
      Mark mark = new Mark(in.hash(), stored.length == Hash32.SIZE || in.flag());
      in.end();
      return mark;
    }
  }

  /** By how much clocks may differ. */
  private static final Duration MOST_AHEAD = Duration.ofDays(1);

  private static final int V7_TIME_SHIFT = 16;

  /** What is remembered of a message of this device that has come before. */
  public Optional<Mark> mark(UUID message, DeviceAddress author) {
    return step.read(key(message, author), Mark::decode);
  }

  /** Whether a slice with this hash has come before, whatever stood around it. */
  public boolean hasSlice(Hash32 hash) {
    return step.has(key(hash));
  }

  /**
   * Marks a message.
   *
   * @param now when it came, in milliseconds since 1970
   */
  public void add(UUID message, DeviceAddress author, Mark mark, long now) {
    if (time(message) - now > MOST_AHEAD.toMillis()) {
      step.write(ahead(message, author, now), key(message, author).id().toByteArray());
    }
    step.write(key(message, author), mark.encode());
    step.write(key(mark.slice()), new byte[0]);
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
    step.read(mark, bytes -> key(Mark.decode(bytes).slice())).ifPresent(step::remove);
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
