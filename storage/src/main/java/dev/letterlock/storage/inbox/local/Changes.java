package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.local.disk.RecordBatch;

/** Rare changes of a whole inbox. The commit thread runs them, within a write. */
final class Changes {
  private Changes() {}

  /** What waits up to the place is kept elsewhere. */
  static void age(LiveState state, DeviceAddress device, Cursor upTo) {
    DeviceInbox inbox = state.inboxes().get(device);
    if (upTo.compareTo(inbox.done()) <= 0 || inbox.isBeyond(upTo.epoch(), upTo.seq())) {
      return;
    }
    inbox.agedUpTo(upTo);
    state.filing().emptyRingTo(inbox, upTo);
    state.inboxes().touch(inbox);
    state.trimmer().add(inbox);
  }

  /** Nothing waits any more, and a new epoch begins. */
  static void forget(LiveState state, DeviceAddress device) {
    DeviceInbox inbox = state.inboxes().get(device);
    state.filing().emptyRing(inbox);
    inbox.startEpoch(inbox.epoch() + 1);
    inbox.dropAll();
    state.inboxes().touch(inbox);
    state.trimmer().add(inbox);
  }

  /** A new epoch above {@code seen} begins; what waits is filed and still delivered. */
  static void renew(LiveState state, DeviceAddress device, Cursor seen, RecordBatch out) {
    DeviceInbox inbox = state.inboxes().get(device);
    if (!inbox.isBeyond(seen.epoch(), seen.seq())) {
      return;
    }
    state.filing().file(inbox, out);
    state.filing().emptyRing(inbox);
    inbox.startEpoch(Math.max(inbox.epoch(), seen.epoch()) + 1);
    state.inboxes().touch(inbox);
  }
}
