package dev.letterlock.client.profile;

import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.protocol.id.DeviceAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The outbox and copies of what was sent, within one transaction. */
public record Sends(Transaction step) {

  private static final int ENTRY = 1;
  private static final int COUNTER = 2;
  private static final int COPY = 3;
  private static final int KEY_COPY = 4;

  /** Adds something to send, behind everything else. */
  public OutboxEntry add(Draft draft) {
    RecordKey counter = Place.of(Shelf.OUTBOX, COUNTER);
    long order = step.read(counter, Fields::number).orElse(0L) + 1;
    step.write(counter, Fields.ofNumber(order));
    OutboxEntry entry = OutboxEntry.fresh(order, draft);
    put(entry);
    return entry;
  }

  public void put(OutboxEntry entry) {
    step.write(Place.of(Shelf.OUTBOX, ENTRY, entry.order()), entry.encode());
  }

  public Optional<OutboxEntry> entry(long order) {
    return step.read(Place.of(Shelf.OUTBOX, ENTRY, order), OutboxEntry::decode);
  }

  /**
   * A person has said which key stands for a user: what waits for anybody under another one goes
   * there.
   */
  public void readdress(UUID user, Meant meant) {
    entries().stream()
        .filter(entry -> !entry.isAccepted() && entry.draft().recipient().equals(user))
        .filter(entry -> !entry.draft().partial())
        .filter(entry -> entry.draft().meant().accountKey().isPresent())
        .forEach(entry -> put(entry.with(entry.draft().meantFor(meant))));
  }

  public void remove(long order) {
    step.remove(Place.of(Shelf.OUTBOX, ENTRY, order));
  }

  /** All entries, oldest first. */
  public List<OutboxEntry> entries() {
    List<OutboxEntry> entries = new ArrayList<>();
    for (RecordKey key : step.keys(Shelf.OUTBOX)) {
      if (Place.kind(key) == ENTRY) {
        step.read(key, OutboxEntry::decode).ifPresent(entries::add);
      }
    }
    return entries;
  }

  /** How many texts the server has not accepted; those that it refused for good do not count. */
  public int waitingTexts() {
    Conversations conversations = new Conversations(step);
    return (int)
        entries().stream()
            .flatMap(entry -> conversations.message(entry.draft().message()).stream())
            .filter(message -> message.state() == StoredMessage.State.WAITING)
            .count();
  }

  public void keepCopy(SentCopy copy) {
    step.write(Place.of(Shelf.OUTBOX, COPY, copy.draft().message()), copy.encode());
  }

  /** Remembers what carried the newest sender key of a group to a device. */
  public void noteKey(UUID group, DeviceAddress device, UUID message) {
    step.write(keyCopy(group, device), Fields.ofId(message));
  }

  /** What carried the newest sender key of a group to a device, if it is still kept. */
  public Optional<SentCopy> copyOfKey(UUID group, DeviceAddress device) {
    return step.read(keyCopy(group, device), Fields::id).flatMap(this::copy);
  }

  public Optional<SentCopy> copy(UUID message) {
    return step.read(Place.of(Shelf.OUTBOX, COPY, message), SentCopy::decode);
  }

  /** Forgets copies that nobody can ask for any more. */
  public void forgetCopiesBefore(long millis) {
    for (RecordKey key : step.keys(Shelf.OUTBOX)) {
      if (Place.kind(key) == COPY && isBefore(Place.id(key), millis)) {
        step.remove(key);
      } else if (Place.kind(key) == KEY_COPY) {
        step.read(key, Fields::id)
            .filter(message -> isBefore(message, millis))
            .ifPresent(_ -> step.remove(key));
      }
    }
  }

  private static boolean isBefore(UUID message, long millis) {
    return message.getMostSignificantBits() >>> 16 < millis;
  }

  private static RecordKey keyCopy(UUID group, DeviceAddress device) {
    return Place.of(Shelf.OUTBOX, KEY_COPY, group, device.user().toUuid(), device.device());
  }
}
