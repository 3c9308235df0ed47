package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.engine.GapCodes;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordScan;
import dev.letterlock.storage.inbox.local.disk.Table;
import dev.letterlock.storage.inbox.move.KeptGap;
import dev.letterlock.storage.inbox.move.KeptTag;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what no engine keeps in memory. One thread uses it. */
final class KeptRecords {
  /** The order of the keys on disk. */
  static final Comparator<UserId> BY_USER =
      Comparator.comparing(UserId::high, Long::compareUnsigned)
          .thenComparing(UserId::low, Long::compareUnsigned);

  static final Comparator<DeviceAddress> BY_DEVICE =
      Comparator.comparing(DeviceAddress::user, BY_USER)
          .thenComparing(DeviceAddress::device, Integer::compareUnsigned);

  private final InboxDatabase database;
  private final ByteBuffer prefix = ByteBuffer.allocateDirect(Keys.MAX_SIZE);

  KeptRecords(InboxDatabase database) {
    this.database = database;
  }

  /** Devices with a record of this kind. */
  Set<DeviceAddress> devices(byte kind) {
    Set<DeviceAddress> devices = new HashSet<>();
    scan(Keys.kind(prefix, kind), scan -> devices.add(Keys.getDevice(scan.key().position(1))));
    return devices;
  }

  /** Users about whose messages there is a receipt. */
  Set<UserId> senders() {
    Set<UserId> senders = new HashSet<>();
    scan(
        Keys.kind(prefix, Keys.RECEIPT),
        scan -> senders.add(ReceiptKey.read(scan.key()).sender().user()));
    return senders;
  }

  /** Gaps of an inbox after a place, in order. */
  List<KeptGap> gaps(DeviceAddress device, Cursor done) {
    List<KeptGap> gaps = new ArrayList<>();
    scan(
        Keys.ofDevice(prefix, Keys.GAP, device),
        scan -> {
          Cursor place = Trimmer.place(scan.key(), 1 + Keys.DEVICE_SIZE);
          if (place.compareTo(done) > 0) {
            gaps.add(new KeptGap(place, GapCodes.reason(scan.value().get(0))));
          }
        });
    return gaps;
  }

  /** Collapse tags of an inbox whose envelopes lie after a place. */
  List<KeptTag> tags(DeviceAddress device, Cursor done) {
    List<KeptTag> tags = new ArrayList<>();
    scan(
        Keys.ofDevice(prefix, Keys.COLLAPSE, device),
        scan -> {
          Cursor place = Trimmer.place(scan.value(), 0);
          if (place.compareTo(done) > 0) {
            ByteBuffer tag = scan.key().position(1 + Keys.DEVICE_SIZE);
            long high = tag.getLong();
            long low = tag.getLong();
            tags.add(new KeptTag(high, low, new UserId(tag.getLong(), tag.getLong()), place));
          }
        });
    return tags;
  }

  private void scan(ByteBuffer of, Each each) {
    try (RecordScan scan = database.scan(Table.STATE)) {
      boolean more = scan.seek(of);
      while (more) {
        each.at(scan);
        more = scan.next();
      }
    }
  }

  /** Is shown every record of a scan. */
  private interface Each {
    void at(RecordScan scan);
  }
}
