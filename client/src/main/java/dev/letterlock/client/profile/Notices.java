package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Restored;
import dev.letterlock.crypto.e2ee.store.Shelf;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person was told lately, and how far it was read, within one transaction. Numbers rise over
 * all conversations; the names of the records hold them, so that counting opens no record.
 */
public record Notices(Transaction step) {

  /** The oldest beyond this many are given up, those that matter less first. */
  static final int MOST = 200;

  private static final int PLAIN = 1;
  private static final int GRAVE = 2;
  private static final int READ = 3;
  private static final int RESTORED = 4;
  private static final byte[] SURELY = {};
  private static final byte[] PERHAPS = {1};
  private static final UUID NOWHERE = new UUID(0, 0);
  private static final int NUMBER_AT = 1 + 2 * Long.BYTES;

  /**
   * Adds a notice.
   *
   * @param number higher than all others
   * @param grave whether it outlasts those that are not
   */
  public void add(long number, StoredNotice notice, boolean grave) {
    List<RecordKey> there = keys();
    there.stream()
        .sorted(Comparator.comparingInt(Place::kind).thenComparingLong(Notices::number))
        .limit(Math.max(0, there.size() - MOST + 1))
        .forEach(step::remove);
    RecordKey key =
        Place.of(Shelf.SETTING, grave ? GRAVE : PLAIN, place(notice.conversation()), number);
    step.write(key, notice.encode());
  }

  /** The number of the newest one, 0 if there is none. */
  public long last() {
    return keys().stream().mapToLong(Notices::number).max().orElse(0);
  }

  /** All of them, oldest first. */
  public List<Numbered> all() {
    return read(keys());
  }

  /** Those about one conversation, oldest first. */
  public List<Numbered> of(UUID conversation) {
    return read(keysOf(conversation));
  }

  /** How many of a conversation nobody has read. */
  public int unread(UUID conversation) {
    long read = readUpTo(conversation);
    return (int) keysOf(conversation).stream().filter(key -> number(key) > read).count();
  }

  /** The number of the newest one of a conversation that was read. */
  public long readUpTo(UUID conversation) {
    return step.read(Place.of(Shelf.SETTING, READ, conversation), Fields::number).orElse(0L);
  }

  /** All of a conversation have been read. */
  public void markRead(UUID conversation) {
    if (unread(conversation) > 0) {
      step.write(Place.of(Shelf.SETTING, READ, conversation), Fields.ofNumber(last()));
    }
  }

  /** A person has still to be told that this profile is an older copy of itself, or may be one. */
  public void oweRestored(Restored restored) {
    boolean perhaps = restored == Restored.PERHAPS;
    step.write(Place.of(Shelf.SETTING, RESTORED), perhaps ? PERHAPS : SURELY);
  }

  /** What was last said to {@link #oweRestored}, once. */
  public Restored takeRestored() {
    RecordKey key = Place.of(Shelf.SETTING, RESTORED);
    Restored owed =
        step.read(key, stored -> stored.length == 0 ? Restored.YES : Restored.PERHAPS)
            .orElse(Restored.NO);
    if (owed.isPossible()) {
      step.remove(key);
    }
    return owed;
  }

  /** A notice with its number. */
  public record Numbered(long number, StoredNotice notice) {}

  private List<Numbered> read(List<RecordKey> keys) {
    return keys.stream()
        .sorted(Comparator.comparingLong(Notices::number))
        .map(key ->
            step.read(key, StoredNotice::decode).map(notice -> new Numbered(number(key), notice)))
        .flatMap(Optional::stream)
        .toList();
  }

  private List<RecordKey> keysOf(UUID conversation) {
    return keys().stream().filter(key -> Place.id(key).equals(conversation)).toList();
  }

  private List<RecordKey> keys() {
    return step.keys(Shelf.SETTING).stream()
        .filter(key -> Place.kind(key) == PLAIN || Place.kind(key) == GRAVE)
        .toList();
  }

  private static UUID place(@Nullable UUID conversation) {
    return conversation == null ? NOWHERE : conversation;
  }

  private static long number(RecordKey key) {
    return ByteBuffer.wrap(key.id().toByteArray()).getLong(NUMBER_AT);
  }
}
