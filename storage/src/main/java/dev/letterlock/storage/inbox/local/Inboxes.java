package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import dev.letterlock.storage.inbox.local.disk.Keys;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;
import dev.letterlock.storage.inbox.local.disk.Table;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The inboxes that are in use, and the way to those that are not: a device's state is read when it
 * is first asked for, written behind, and forgotten when nobody used it for a while. The commit
 * thread owns it.
 */
final class Inboxes {
  private final InboxDatabase database;
  private final Map<DeviceAddress, DeviceInbox> cached = new HashMap<>();
  private final YoungGeneration young;
  private final List<DeviceInbox> touched = new ArrayList<>();
  private final Lagging<DeviceInbox> lagging =
      new Lagging<>(DeviceInbox::lagsSince, inbox -> inbox.lagsSince(0));
  private final ArrayDeque<DeviceInbox> untrimmed = new ArrayDeque<>();
  private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.MAX_SIZE);
  private final ByteBuffer record = ByteBuffer.allocateDirect(DeviceInbox.RECORD_SIZE);

  private long generation;
  private int now;

  Inboxes(InboxDatabase database, YoungGeneration young, long generation) {
    this.database = database;
    this.young = young;
    this.generation = generation;
  }

  /** The state of an inbox; of a new one if there was none. */
  DeviceInbox get(DeviceAddress device) {
    DeviceInbox inbox = cached.get(device);
    if (inbox == null) {
      inbox = load(device);
      cached.put(device, inbox);
    }
    inbox.used(now);
    return inbox;
  }

  Collection<DeviceInbox> all() {
    return cached.values();
  }

  int size() {
    return cached.size();
  }

  /** Devices read from now on begin a new epoch if they come from an older generation. */
  void generation(long newGeneration) {
    generation = newGeneration;
  }

  /** The state has to be recorded with the next write: the journal does not have it. */
  void touch(DeviceInbox inbox) {
    if (!inbox.isTouched()) {
      inbox.touched(true);
      touched.add(inbox);
    }
  }

  /** Inboxes with filed envelopes that nobody wants any more. */
  ArrayDeque<DeviceInbox> untrimmed() {
    return untrimmed;
  }

  /** The inbox gives out places or takes an ack, and the running commit says so. */
  void advances(DeviceInbox inbox) {
    if (inbox.lagsSince() == 0) {
      inbox.lagsSince(young.number());
      lagging.add(inbox);
    }
  }

  boolean hasTouched() {
    return !touched.isEmpty();
  }

  /** Those that are not recorded as they are, a copy. */
  List<DeviceInbox> unrecorded() {
    List<DeviceInbox> all = new ArrayList<>(touched);
    lagging.all().forEach(all::add);
    return all;
  }

  /** The first commit that is still needed; {@link Long#MAX_VALUE} if none is. */
  long oldestLagging() {
    return lagging.oldest();
  }

  void writeLagging(long upTo, RecordBatch batch) {
    lagging.write(upTo, batch, this::write);
  }

  void writeTouched(RecordBatch batch) {
    for (DeviceInbox inbox : touched) {
      write(batch, inbox);
    }
  }

  void writeAll(RecordBatch batch) {
    lagging.writeAll(batch, this::write);
    writeTouched(batch);
  }

  /** What was put is committed. */
  void written() {
    lagging.written();
    touched.forEach(inbox -> inbox.touched(false));
    touched.clear();
  }

  /** Forgets what was not used since the last but one call, as far as it can be read again. */
  void evictIdle() {
    Iterator<DeviceInbox> each = cached.values().iterator();
    while (each.hasNext()) {
      DeviceInbox inbox = each.next();
      if (now - inbox.lastUse() > 1 && inbox.isEvictable()) {
        each.remove();
      }
    }
    now++;
  }

  private void write(RecordBatch batch, DeviceInbox inbox) {
    record.clear();
    inbox.writeTo(record);
    batch.put(Table.STATE, Keys.ofDevice(batch.key(), Keys.HEAD, inbox.device()), record.flip());
  }

  private DeviceInbox load(DeviceAddress device) {
    record.clear();
    int size = database.get(Table.STATE, Keys.ofDevice(key, Keys.HEAD, device), record);
    if (size < 0) {
      return new DeviceInbox(device, generation);
    }
    DeviceInbox inbox = new DeviceInbox(device, record.position(0).limit(size));
    if (inbox.generation() < generation) {
      inbox.enter(generation);
      touch(inbox);
    }
    if (inbox.needsTrim()) {
      untrimmed.addLast(inbox);
    }
    return inbox;
  }
}
