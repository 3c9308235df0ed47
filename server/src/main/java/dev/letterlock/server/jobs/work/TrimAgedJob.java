package dev.letterlock.server.jobs.work;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.jobs.Work;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.message.AgedHead;
import dev.letterlock.storage.message.AgedInboxStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Deletes from the long-term store what devices have confirmed meanwhile, many devices at once.
 * Until then such entries only take room: nobody reads below the ack. Only for a server whose
 * long-term store is a database of its own.
 */
public final class TrimAgedJob implements Work {
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final int AT_ONCE = 500;

  private final InboxEngine engine;
  private final AgedInboxStore aged;

  public TrimAgedJob(InboxEngine engine, AgedInboxStore aged) {
    this.engine = engine;
    this.aged = aged;
  }

  @Override
  public String name() {
    return "trim-aged";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() throws InterruptedException {
    @Nullable DeviceAddress after = null;
    List<AgedHead> heads;
    do {
      heads = aged.heads(after, AT_ONCE);
      aged.deleteUpTo(confirmed(heads));
      after = heads.isEmpty() ? null : heads.getLast().device();
    } while (heads.size() == AT_ONCE);
  }

  private Map<DeviceAddress, Cursor> confirmed(List<AgedHead> heads) throws InterruptedException {
    Map<DeviceAddress, Cursor> confirmed = new HashMap<>();
    for (AgedHead head : heads) {
      Cursor acked = Patience.await(engine.open(head.device())).acked();
      if (acked.compareTo(head.first()) >= 0) {
        confirmed.put(head.device(), acked);
      }
    }
    return confirmed;
  }
}
