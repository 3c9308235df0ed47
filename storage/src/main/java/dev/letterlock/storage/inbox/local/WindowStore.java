package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.RecordScan;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads send windows when their devices come back, and saves those that have changed: 16 messages
 * in one record, so that saving costs little per message. Their records lag behind the journal. The
 * commit thread owns it.
 */
final class WindowStore {
  private static final int PER_PART = 16;
  private static final int PARTS = 64;
  private static final int RECORD_SIZE =
      Long.BYTES + PER_PART * (4 * Long.BYTES + 1 + 255 * Keys.DEVICE_SIZE);

  private final InboxDatabase database;
  private final Inboxes inboxes;
  private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private final ByteBuffer record = ByteBuffer.allocateDirect(RECORD_SIZE);
  private final YoungGeneration young;
  private final Lagging<DeviceInbox> lagging =
      new Lagging<>(inbox -> of(inbox).lagsSince(), inbox -> of(inbox).saved());

  WindowStore(InboxDatabase database, Inboxes inboxes, YoungGeneration young) {
    this.database = database;
    this.inboxes = inboxes;
    this.young = young;
  }

  SendWindow of(DeviceAddress sender) {
    return of(inboxes.get(sender));
  }

  SendWindow of(DeviceInbox inbox) {
    SendWindow window = inbox.window();
    if (window == null) {
      window = load(inbox.device());
      inbox.window(window);
    }
    return window;
  }

  /** The window changes, and the running commit says so. */
  void changes(DeviceInbox inbox, SendWindow window) {
    if (window.lagsSince() == 0) {
      window.lagsSince(young.number());
      lagging.add(inbox);
    }
  }

  /** The first commit that is still needed; {@link Long#MAX_VALUE} if none is. */
  long oldestLagging() {
    return lagging.oldest();
  }

  void writeLagging(long upTo, RecordBatch batch) {
    lagging.write(upTo, batch, this::write);
  }

  void writeAll(RecordBatch batch) {
    lagging.writeAll(batch, this::write);
  }

  /** What was put is committed. */
  void written() {
    lagging.written();
  }

  /** Adds a record for every part of the window that has changed since it was saved. */
  private void write(RecordBatch batch, DeviceInbox inbox) {
    DeviceAddress device = inbox.device();
    SendWindow window = of(inbox);
    long from = Math.max(window.savedTo(), window.oldest());
    for (long start = from - from % PER_PART; start < window.count(); start += PER_PART) {
      record.clear();
      long first = Math.max(start, window.oldest());
      long end = Math.min(start + PER_PART, window.count());
      record.putLong(first);
      for (long position = first; position < end; position++) {
        writeMessage(window, window.slot(position));
      }
      int part = (int) (start / PER_PART % PARTS);
      batch.put(Table.STATE, Keys.window(batch.key(), device, part), record.flip());
    }
  }

  private void writeMessage(SendWindow window, int slot) {
    record.putLong(window.idHigh(slot)).putLong(window.idLow(slot));
    record.putLong(window.hash(slot)).putLong(window.time(slot));
    DeviceAddress[] full = window.full(slot);
    record.put((byte) full.length);
    for (DeviceAddress device : full) {
      Keys.putDevice(record, device);
    }
  }

  private SendWindow load(DeviceAddress device) {
    List<Message> messages = new ArrayList<>();
    try (RecordScan scan = database.scan(Table.STATE)) {
      boolean more = scan.seek(Keys.ofDevice(key, Keys.WINDOW, device));
      while (more) {
        readPart(scan.value(), messages);
        more = scan.next();
      }
    }
    messages.sort(Comparator.comparingLong(Message::position));
    SendWindow window = new SendWindow();
    int from = Math.max(0, messages.size() - SendWindow.SIZE);
    for (Message message : messages.subList(from, messages.size())) {
      if (window.count() != message.position()) {
        window.startAt(message.position());
      }
      window.append(
          message.idHigh(), message.idLow(), message.hash(), message.time(), message.full());
    }
    window.saved();
    return window;
  }

  private static void readPart(ByteBuffer in, List<Message> messages) {
    for (long position = in.getLong(); in.hasRemaining(); position++) {
      long idHigh = in.getLong();
      long idLow = in.getLong();
      long hash = in.getLong();
      long time = in.getLong();
      messages.add(new Message(position, idHigh, idLow, hash, time, readDevices(in)));
    }
  }

  /** Reads a count u8 and so many devices. */
  static DeviceAddress[] readDevices(ByteBuffer in) {
    int count = Byte.toUnsignedInt(in.get());
    if (count == 0) {
      return SendWindow.NO_DEVICES;
    }
    DeviceAddress[] devices = new DeviceAddress[count];
    for (int i = 0; i < count; i++) {
      devices[i] = Keys.getDevice(in);
    }
    return devices;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, only carried into the window
  private record Message(
      long position, long idHigh, long idLow, long hash, long time, DeviceAddress[] full) {}
}
