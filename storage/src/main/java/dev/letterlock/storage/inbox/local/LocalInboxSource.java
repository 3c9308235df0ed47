package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.RecordScan;
import dev.letterlock.storage.inbox.local.disk.Table;
import dev.letterlock.storage.inbox.move.EnvelopeVisitor;
import dev.letterlock.storage.inbox.move.InboxSource;
import dev.letterlock.storage.inbox.move.KeptInbox;
import dev.letterlock.storage.inbox.move.KeptReceipt;
import dev.letterlock.storage.inbox.move.KeptSend;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a directory keeps, as an engine would find it after its recovery. Opens the
 * directory for reading alone, so nothing in it changes.
 */
public final class LocalInboxSource implements InboxSource {
  private final InboxDatabase database;
  private final LiveState state;
  private final KeptRecords records;
  private final ReceiptShelf shelf;
  private final Map<UserId, List<ReceiptKey>> recent = new HashMap<>();

  private LocalInboxSource(InboxDatabase database, LiveState state) {
    this.database = database;
    this.state = state;
    this.records = new KeptRecords(database);
    this.shelf = new ReceiptShelf(database);
    for (ReceiptCell cell : state.receipts().known()) {
      UserId sender = cell.key().sender().user();
      recent.computeIfAbsent(sender, _ -> new ArrayList<>()).add(cell.key());
    }
  }

  /** Whether a directory holds what an engine has left. */
  public static boolean isIn(Path directory) {
    return Files.exists(directory.resolve("CURRENT"));
  }

  /**
   * Opens what an engine has left; nobody may have it open. Blocking.
   *
   * @throws dev.letterlock.storage.inbox.local.disk.StorageFaultException if it cannot be read
   */
  public static LocalInboxSource open(InboxConfig config) {
    InboxDatabase database = new InboxDatabase(config.directory());
    try {
      database.openForReading();
      long generation = Math.max(1, Opener.recordedGeneration(database));
      LiveState state =
          new LiveState(database, config, new ReceiptBook(database), generation, Tuning.USUAL);
      try (RecordBatch unwritten = database.newBatch()) {
        new Recovery(state).replay(unwritten);
      }
      return new LocalInboxSource(database, state);
    } catch (RuntimeException e) {
      database.dispose();
      throw e;
    }
  }

  @Override
  public List<DeviceAddress> devices() {
    Set<DeviceAddress> devices = records.devices(Keys.HEAD);
    devices.addAll(records.devices(Keys.WINDOW));
    state.inboxes().all().forEach(inbox -> devices.add(inbox.device()));
    return devices.stream().sorted(KeptRecords.BY_DEVICE).toList();
  }

  @Override
  public KeptInbox inbox(DeviceAddress device) {
    DeviceInbox inbox = state.inboxes().get(device);
    return new KeptInbox(
        device,
        inbox.state(),
        inbox.undelivered(),
        records.gaps(device, inbox.done()),
        records.tags(device, inbox.done()),
        sends(inbox));
  }

  @Override
  public void envelopes(DeviceAddress device, EnvelopeVisitor visitor) {
    DeviceInbox inbox = state.inboxes().get(device);
    showFiled(inbox, visitor);
    for (int place = 0; place < inbox.young().size(); place++) {
      Cursor at = new Cursor(inbox.epoch(), inbox.youngFirst() + place);
      if (inbox.young().isEnvelope(place) && at.compareTo(inbox.done()) > 0) {
        Chunk chunk = inbox.young().chunk(place);
        visitor.envelope(at, state.envelopes().envelope(chunk, inbox.young().slot(place)));
      }
    }
  }

  @Override
  public List<UserId> senders() {
    Set<UserId> senders = records.senders();
    senders.addAll(recent.keySet());
    return senders.stream().sorted(KeptRecords.BY_USER).toList();
  }

  @Override
  public List<KeptReceipt> receipts(UserId sender) {
    Set<ReceiptKey> keys = new LinkedHashSet<>(shelf.keys(sender));
    keys.addAll(recent.getOrDefault(sender, List.of()));
    long drained = shelf.drainedMark();
    return keys.stream().map(key -> state.receipts().peek(key).kept(drained)).toList();
  }

  @Override
  public boolean isEmpty() {
    return devices().stream().allMatch(each -> state.inboxes().get(each).undelivered() == 0);
  }

  @Override
  public void close() {
    database.dispose();
  }

  private void showFiled(DeviceInbox inbox, EnvelopeVisitor visitor) {
    Cursor firstYoung = new Cursor(inbox.epoch(), inbox.youngFirst());
    ByteBuffer prefix = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
    ByteBuffer from = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
    Cursor done = inbox.done();
    try (RecordScan scan = database.scan(Table.ENTRIES)) {
      boolean more =
          scan.seek(
              Keys.entriesOf(prefix, inbox.device()),
              Keys.entry(from, inbox.device(), done.epoch(), done.seq() + 1));
      while (more) {
        Cursor at = Trimmer.place(scan.key(), Keys.DEVICE_SIZE);
        if (at.compareTo(firstYoung) >= 0) {
          return;
        }
        visitor.envelope(at, scan.value());
        more = scan.next();
      }
    }
  }

  /** A window that only the disk has is not kept in memory: there may be very many. */
  private List<KeptSend> sends(DeviceInbox inbox) {
    SendWindow held = inbox.window();
    SendWindow window = state.windows().of(inbox);
    inbox.window(held);
    List<KeptSend> sends = new ArrayList<>();
    for (long position = window.oldest(); position < window.count(); position++) {
      int slot = window.slot(position);
      sends.add(
          new KeptSend(
              window.idHigh(slot),
              window.idLow(slot),
              window.hash(slot),
              window.time(slot),
              Arrays.asList(window.full(slot))));
    }
    return sends;
  }
}
