package dev.letterlock.loadtest.ledger;

import dev.letterlock.loadtest.ledger.Entry.Accepted;
import dev.letterlock.loadtest.ledger.Entry.Arrived;
import dev.letterlock.loadtest.ledger.Entry.AtRisk;
import dev.letterlock.loadtest.ledger.Entry.Begun;
import dev.letterlock.loadtest.ledger.Entry.Claimed;
import dev.letterlock.loadtest.ledger.Entry.PutAside;
import dev.letterlock.loadtest.ledger.Entry.Refused;
import dev.letterlock.loadtest.ledger.Entry.Repeated;
import dev.letterlock.loadtest.ledger.Entry.Shown;
import dev.letterlock.loadtest.ledger.Entry.Skipped;
import dev.letterlock.loadtest.ledger.Entry.Submitted;
import dev.letterlock.loadtest.ledger.Entry.Told;
import dev.letterlock.protocol.id.ConversationId;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.Id;
import dev.letterlock.protocol.id.MessageId;
import dev.letterlock.protocol.id.RequestId;
import dev.letterlock.protocol.id.UserId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The bytes of an entry: a kind u8, then its fields in order, numbers big-endian. */
final class EntryCodec {

  private static final byte BEGUN = 1;
  private static final byte SUBMITTED = 2;
  private static final byte ACCEPTED = 3;
  private static final byte REFUSED = 4;
  private static final byte SHOWN = 5;
  private static final byte SKIPPED = 6;
  private static final byte TOLD = 7;
  private static final byte CLAIMED = 8;
  private static final byte PUT_ASIDE = 9;
  private static final byte REPEATED = 10;
  private static final byte AT_RISK = 11;

  private EntryCodec() {}

  static void write(Entry entry, ByteBuffer out) {
    switch (entry) {
      case Begun begun -> device(out.put(BEGUN), begun.device());
      case Submitted submitted -> {
        id(out.put(SUBMITTED), submitted.id()).putLong(submitted.digest());
        devices(id(id(out, submitted.conversation()), submitted.recipient()), submitted.targets());
      }
      case Accepted accepted ->
          devices(id(out.put(ACCEPTED), accepted.id()).putLong(accepted.time()), accepted.full());
      case Refused refused -> id(out.put(REFUSED), refused.id()).putInt(refused.code());
      case Shown shown -> arrived(out.put(SHOWN), shown);
      case PutAside aside -> arrived(out.put(PUT_ASIDE), aside);
      case Repeated repeated -> arrived(out.put(REPEATED), repeated);
      case AtRisk risk -> out.put(AT_RISK).put((byte) (risk.begins() ? 1 : 0));
      case Skipped skipped ->
          cursor(cursor(out.put(SKIPPED), skipped.from()), skipped.to()).putInt(skipped.reason());
      case Told told -> {
        id(id(out.put(TOLD).putInt(told.kind()), told.conversation()), told.reader());
        out.putInt(told.senderDevice()).putLong(told.upTo());
      }
      case Claimed claimed ->
          device(id(out.put(CLAIMED), claimed.request()), claimed.target()).putLong(claimed.key());
    }
  }

  /**
   * Reads one entry.
   *
   * @throws IllegalArgumentException if its kind is unknown
   * @throws java.nio.BufferUnderflowException if it is cut short
   */
  static Entry read(ByteBuffer in) {
    byte kind = in.get();
    return switch (kind) {
      case BEGUN -> new Begun(device(in));
      case SUBMITTED ->
          new Submitted(message(in), in.getLong(), conversation(in), user(in), devices(in));
      case ACCEPTED -> new Accepted(message(in), in.getLong(), devices(in));
      case REFUSED -> new Refused(message(in), in.getInt());
      case SHOWN -> new Shown(cursor(in), message(in), device(in), in.getLong(), in.getLong());
      case PUT_ASIDE ->
          new PutAside(cursor(in), message(in), device(in), in.getLong(), in.getLong());
      case REPEATED ->
          new Repeated(cursor(in), message(in), device(in), in.getLong(), in.getLong());
      case AT_RISK -> new AtRisk(in.get() != 0);
      case SKIPPED -> new Skipped(cursor(in), cursor(in), in.getInt());
      case TOLD -> new Told(in.getInt(), conversation(in), user(in), in.getInt(), in.getLong());
      case CLAIMED ->
          new Claimed(new RequestId(in.getLong(), in.getLong()), device(in), in.getLong());
      default ->
          throw new IllegalArgumentException("kind: " + kind + " (expected: 1 to " + AT_RISK + ")");
    };
  }

  private static void arrived(ByteBuffer out, Arrived arrived) {
    device(id(cursor(out, arrived.place()), arrived.id()), arrived.sender())
        .putLong(arrived.time())
        .putLong(arrived.digest());
  }

  private static ByteBuffer id(ByteBuffer out, Id id) {
    return out.putLong(id.high()).putLong(id.low());
  }

  private static ByteBuffer cursor(ByteBuffer out, Cursor cursor) {
    return out.putLong(cursor.epoch()).putLong(cursor.seq());
  }

  private static ByteBuffer device(ByteBuffer out, DeviceAddress device) {
    return id(out, device.user()).putInt(device.device());
  }

  private static void devices(ByteBuffer out, List<DeviceAddress> devices) {
    out.put((byte) devices.size());
    devices.forEach(device -> device(out, device));
  }

  private static MessageId message(ByteBuffer in) {
    return new MessageId(in.getLong(), in.getLong());
  }

  private static ConversationId conversation(ByteBuffer in) {
    return new ConversationId(in.getLong(), in.getLong());
  }

  private static UserId user(ByteBuffer in) {
    return new UserId(in.getLong(), in.getLong());
  }

  private static Cursor cursor(ByteBuffer in) {
    return new Cursor(in.getLong(), in.getLong());
  }

  private static DeviceAddress device(ByteBuffer in) {
    return new DeviceAddress(user(in), in.getInt());
  }

  private static List<DeviceAddress> devices(ByteBuffer in) {
    int count = Byte.toUnsignedInt(in.get());
    List<DeviceAddress> devices = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      devices.add(device(in));
    }
    return devices;
  }
}
