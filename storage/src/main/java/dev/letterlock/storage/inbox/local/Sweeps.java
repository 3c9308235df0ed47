package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.AgedInbox;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordScan;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks through the directory for what is due. From inbox to inbox it looks at the oldest envelopes
 * alone: time rises with seq. Threads of jobs run it.
 */
final class Sweeps {
  private final ByteBuffer prefix = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private final ByteBuffer from = ByteBuffer.allocateDirect(Keys.MAX_SIZE);

  /** Up to {@code max} envelopes that expired at {@code now}. */
  List<Expiry.Due> expired(InboxDatabase database, long now, int max) {
    List<Expiry.Due> due = new ArrayList<>();
    try (RecordScan scan = database.scan(Table.STATE)) {
      boolean more = scan.seek(Keys.kind(prefix, Keys.EXPIRY));
      while (more && due.size() < max) {
        ByteBuffer key = scan.key().position(1);
        long time = key.getLong();
        if (time > now) {
          break;
        }
        DeviceAddress device = Keys.getDevice(key);
        due.add(new Expiry.Due(device, new Cursor(key.getLong(), key.getLong()), time));
        more = scan.next();
      }
    }
    addFiled(database, now, max, due);
    return due;
  }

  /** Inboxes whose oldest filed envelope was accepted before {@code time}. */
  List<AgedInbox> aged(InboxDatabase database, long time, int max) {
    List<AgedInbox> aged = new ArrayList<>();
    try (RecordScan scan = database.scan(Table.ENTRIES)) {
      boolean more = scan.seekFrom(from.clear().flip());
      while (more && aged.size() < max) {
        DeviceAddress device = deviceOf(scan);
        Cursor last = null;
        while (more && isOf(device, scan) && timeOf(scan) < time) {
          last = place(scan);
          more = scan.next();
        }
        if (last != null) {
          aged.add(new AgedInbox(device, last));
        }
        more = more && skip(device, scan);
      }
    }
    return aged;
  }

  private void addFiled(InboxDatabase database, long now, int max, List<Expiry.Due> due) {
    try (RecordScan scan = database.scan(Table.ENTRIES)) {
      boolean more = scan.seekFrom(from.clear().flip());
      while (more && due.size() < max) {
        DeviceAddress device = deviceOf(scan);
        while (more && due.size() < max && isOf(device, scan) && hasExpired(scan, now)) {
          due.add(new Expiry.Due(device, place(scan), 0));
          more = scan.next();
        }
        more = more && skip(device, scan);
      }
    }
  }

  /** Goes on to the next device. */
  private boolean skip(DeviceAddress device, RecordScan scan) {
    return !isOf(device, scan) || scan.seekFrom(Keys.entry(from, device, -1, -1));
  }

  private static boolean isOf(DeviceAddress device, RecordScan scan) {
    return deviceOf(scan).equals(device);
  }

  private static DeviceAddress deviceOf(RecordScan scan) {
    return Keys.getDevice(scan.key().position(0));
  }

  private static Cursor place(RecordScan scan) {
    return Trimmer.place(scan.key(), Keys.DEVICE_SIZE);
  }

  private static long timeOf(RecordScan scan) {
    return scan.value().getLong(EnvelopeCodec.TIME_OFFSET);
  }

  private static boolean hasExpired(RecordScan scan, long now) {
    long expiry = scan.value().getLong(EnvelopeCodec.EXPIRY_OFFSET);
    return expiry != 0 && expiry <= now;
  }
}
