package dev.letterlock.client.profile;

import dev.letterlock.client.profile.StoredMessage.State;
import dev.letterlock.crypto.e2ee.content.SequenceTrack;
import dev.letterlock.crypto.e2ee.store.RecordKey;
import dev.letterlock.crypto.e2ee.store.Shelf;
import dev.letterlock.protocol.id.DeviceAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Conversations, their messages and how far they have come, within one transaction. */
public record Conversations(Transaction step) {

  private static final int ID_SIZE = 2 * Long.BYTES;
  private static final int CONVERSATION = 1;
  private static final int MARK = 2;
  private static final int UNREPORTED = 3;
  private static final int ANSWERED = 4;
  private static final int MESSAGE = 1;
  private static final int INDEX = 2;
  private static final int NUMBERED = 4;
  private static final int MISSED = 5;
  private static final int REACHED = 6;
  private static final int RECEIVED = 7;
  private static final int TRACK = 1;

  public Optional<StoredConversation> find(UUID conversation) {
    return step.read(
        Place.of(Shelf.CONVERSATION, CONVERSATION, conversation), StoredConversation::decode);
  }

  public List<StoredConversation> all() {
    List<StoredConversation> all = new ArrayList<>();
    for (RecordKey key : step.keys(Shelf.CONVERSATION)) {
      if (Place.kind(key) == CONVERSATION) {
        step.read(key, StoredConversation::decode).ifPresent(all::add);
      }
    }
    return all;
  }

  public void put(StoredConversation conversation) {
    step.write(
        Place.of(Shelf.CONVERSATION, CONVERSATION, conversation.id()), conversation.encode());
  }

  /** Whether the user has ever written in it: until then its people are strangers. */
  public boolean isAnswered(UUID conversation) {
    return step.has(Place.of(Shelf.CONVERSATION, ANSWERED, conversation));
  }

  public void answered(UUID conversation) {
    step.write(Place.of(Shelf.CONVERSATION, ANSWERED, conversation), new byte[0]);
  }

  /** Adds a message that is written on this device at the end. */
  public void add(StoredConversation conversation, StoredMessage message) {
    add(conversation, message, written(message.id()));
  }

  /**
   * Adds a message of another device at the end, beside any that others wrote under the same id: an
   * id is its author's choice, and everybody who gets a message knows it.
   *
   * @param number under which its author's device wrote it
   */
  public void addReceived(StoredConversation conversation, StoredMessage message, long number) {
    add(conversation, message, received(message.id(), message.author(), message.device()));
    RecordKey key = numbered(message.conversation(), message.author(), message.device(), number);
    List<UUID> ids = new ArrayList<>(step.read(key, Fields::ids).orElse(List.of()));
    ids.add(message.id());
    step.write(key, Fields.ofIds(ids));
  }

  private void add(StoredConversation conversation, StoredMessage message, RecordKey key) {
    put(conversation);
    step.write(key, message.encode());
    step.write(
        Place.of(Shelf.MESSAGE, INDEX, message.conversation(), message.index()),
        key.id().toByteArray());
  }

  /** A message that was written on this device. */
  public Optional<StoredMessage> message(UUID id) {
    return step.read(written(id), StoredMessage::decode);
  }

  /** What a device wrote under a number: one message, or more if it was set back or copied. */
  public List<StoredMessage> numbered(UUID conversation, DeviceAddress author, long number) {
    RecordKey key = numbered(conversation, author.user().toUuid(), author.device(), number);
    return step.read(key, Fields::ids).orElse(List.of()).stream()
        .flatMap(id -> received(id, author).stream())
        .toList();
  }

  /** Older programs kept it as if it had been written here. */
  private Optional<StoredMessage> received(UUID id, DeviceAddress author) {
    UUID user = author.user().toUuid();
    return step.read(received(id, user, author.device()), StoredMessage::decode)
        .or(() ->
            message(id)
                .filter(there -> there.author().equals(user) && there.device() == author.device()));
  }

  /** Moves an own message on; one that is not kept is none of the user's. */
  public Optional<StoredMessage> moveOn(UUID id, State state, long time) {
    Optional<StoredMessage> moved = message(id).map(message -> message.in(state, time));
    moved.ifPresent(there -> step.write(written(id), there.encode()));
    return moved;
  }

  /**
   * Messages in order.
   *
   * @param after an index; those behind it are given
   */
  public List<StoredMessage> messages(StoredConversation conversation, long after) {
    List<StoredMessage> messages = new ArrayList<>();
    for (long index = after + 1; index <= conversation.last(); index++) {
      step.read(Place.of(Shelf.MESSAGE, INDEX, conversation.id(), index), Conversations::indexed)
          .flatMap(key -> step.read(key, StoredMessage::decode))
          .ifPresent(messages::add);
    }
    return messages;
  }

  public SequenceTrack track(UUID conversation, DeviceAddress author) {
    return step.read(track(author, conversation), SequenceTrack::decode)
        .orElse(SequenceTrack.EMPTY);
  }

  /** Whether anything of this device has been read in it. */
  public boolean hasTrack(UUID conversation, DeviceAddress author) {
    return step.has(track(author, conversation));
  }

  public void putTrack(UUID conversation, DeviceAddress author, SequenceTrack track) {
    step.write(track(author, conversation), track.encode());
  }

  /** How far a reader has come with the messages of one own device. */
  public ReceiptMark mark(UUID conversation, UUID reader, int ownDevice) {
    return step.read(
            Place.of(Shelf.CONVERSATION, MARK, conversation, reader, ownDevice),
            ReceiptMark::decode)
        .orElse(ReceiptMark.NONE);
  }

  public void putMark(UUID conversation, UUID reader, int ownDevice, ReceiptMark mark) {
    step.write(Place.of(Shelf.CONVERSATION, MARK, conversation, reader, ownDevice), mark.encode());
  }

  /** All marks of a conversation for one own device, by reader. */
  public Map<UUID, ReceiptMark> marks(UUID conversation, int ownDevice) {
    Map<UUID, ReceiptMark> marks = new HashMap<>();
    for (RecordKey key : step.keys(Shelf.CONVERSATION)) {
      byte[] id = key.id().toByteArray();
      boolean own =
          id[0] == MARK
              && Place.id(key).equals(conversation)
              && ByteBuffer.wrap(id).getInt(id.length - Integer.BYTES) == ownDevice;
      if (own) {
        UUID reader = id(ByteBuffer.wrap(id).position(1 + ID_SIZE));
        step.read(key, ReceiptMark::decode).ifPresent(mark -> marks.put(reader, mark));
      }
    }
    return marks;
  }

  /** Notes who got an own message on no device, though later marks may cover it. */
  public void putMissed(UUID message, List<UUID> readers) {
    step.write(Place.of(Shelf.MESSAGE, MISSED, message), Fields.ofIds(readers));
  }

  /** Who got an own message on no device. */
  public Set<UUID> missed(UUID message) {
    return step.read(Place.of(Shelf.MESSAGE, MISSED, message), Fields::ids)
        .map(Set::copyOf)
        .orElse(Set.of());
  }

  /** Notes which others get a message that this account wrote to a group. */
  public void putReached(UUID message, List<UUID> others) {
    step.write(Place.of(Shelf.MESSAGE, REACHED, message), Fields.ofIds(others));
  }

  /** Which others get it; empty for what is not to a group, and where it was never noted. */
  public Optional<Set<UUID>> reached(UUID message) {
    return step.read(Place.of(Shelf.MESSAGE, REACHED, message), Fields::ids).map(Set::copyOf);
  }

  /** Notes that the server has still to be told what was read. */
  public void oweReport(UUID conversation, DeviceAddress author, long upTo) {
    step.write(unreported(conversation, author), Fields.ofNumber(upTo));
  }

  /** What the server has still to be told, as {@code conversation, author, time}. */
  public List<Report> owedReports() {
    List<Report> owed = new ArrayList<>();
    for (RecordKey key : step.keys(Shelf.CONVERSATION)) {
      if (Place.kind(key) == UNREPORTED) {
        ByteBuffer in = ByteBuffer.wrap(key.id().toByteArray()).position(1);
        UUID conversation = id(in);
        DeviceAddress author = address(id(in), in.getInt());
        step.read(key, Fields::number)
            .ifPresent(upTo -> owed.add(new Report(conversation, author, upTo)));
      }
    }
    return owed;
  }

  public void reported(Report report) {
    step.remove(unreported(report.conversation(), report.author()));
  }

  /**
   * Something read.
   *
   * @param upTo server time of the newest, µs
   */
  public record Report(UUID conversation, DeviceAddress author, long upTo) {}

  /** Older programs wrote the id alone. */
  private static RecordKey indexed(byte[] stored) {
    return stored.length == ID_SIZE
        ? written(Fields.id(stored))
        : RecordKey.of(Shelf.MESSAGE, stored);
  }

  private static RecordKey written(UUID id) {
    return Place.of(Shelf.MESSAGE, MESSAGE, id);
  }

  private static RecordKey received(UUID id, UUID author, int device) {
    return Place.of(Shelf.MESSAGE, RECEIVED, id, author, device);
  }

  private static RecordKey unreported(UUID conversation, DeviceAddress author) {
    return Place.of(
        Shelf.CONVERSATION, UNREPORTED, conversation, author.user().toUuid(), author.device());
  }

  private static RecordKey numbered(UUID conversation, UUID author, int device, long number) {
    return Place.of(Shelf.MESSAGE, NUMBERED, conversation, author, device, number);
  }

  private static RecordKey track(DeviceAddress author, UUID conversation) {
    return Place.of(Shelf.SEQUENCE, TRACK, conversation, author.user().toUuid(), author.device());
  }

  private static DeviceAddress address(UUID user, int device) {
    return new DeviceAddress(dev.letterlock.protocol.id.UserId.of(user), device);
  }

  private static UUID id(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }
}
