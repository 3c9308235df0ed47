package dev.letterlock.storage.inbox.move;

import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.MoveProgress;
import java.util.List;
import java.util.Set;

/** Carries everything from a source to a sink, from where an earlier run was cut short. */
public final class InboxMove {
  private final InboxSource source;
  private final InboxSink sink;
  private final String id;

  /**
   * @param id of the move that the sink knows to be under way
   */
  public InboxMove(InboxSource source, InboxSink sink, String id) {
    this.source = source;
    this.sink = sink;
    this.id = id;
  }

  /** Runs it to the end. Blocking; what fails may be run again. */
  public void run(MoveProgress progress) {
    List<UserId> senders = source.senders();
    for (int i = next(senders, sink.lastSenders()); i < senders.size(); i++) {
      progress.at("receipts", i, senders.size());
      sink.take(id, senders.get(i), source.receipts(senders.get(i)));
    }
    List<DeviceAddress> devices = source.devices();
    for (int i = next(devices, sink.lastInboxes()); i < devices.size(); i++) {
      progress.at("inboxes", i, devices.size());
      DeviceAddress device = devices.get(i);
      sink.take(id, source.inbox(device), visitor -> source.envelopes(device, visitor));
    }
    progress.at("inboxes", devices.size(), devices.size());
  }

  /** Taken in order, so that with any of them all before it were. */
  private static <T> int next(List<T> all, Set<T> last) {
    int next = all.size();
    while (next > 0 && !last.contains(all.get(next - 1))) {
      next--;
    }
    return next;
  }
}
