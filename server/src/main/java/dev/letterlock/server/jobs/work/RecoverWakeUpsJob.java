package dev.letterlock.server.jobs.work;

import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.jobs.Work;
import dev.letterlock.server.notify.WakeUps;
import dev.letterlock.storage.inbox.AgedInbox;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxPage;
import dev.letterlock.storage.inbox.StoredEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds, once after a start, the wake-ups that a crash took before a job had them: devices that are
 * still away and whose newest envelope is from the last moments of the process before. One too many
 * is harmless. It lets devices come back first, and the engine file what its journal held.
 */
public final class RecoverWakeUpsJob implements Work {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int AT_MOST = 100_000;

  private final InboxEngine engine;
  private final WakeUps wakeUps;
  private final StillWaits stillWaits;
  private final RecoveryWindow window;
  private final InstantSource clock;
  private final Instant started;
  private volatile boolean done;

  /** To be made when the server starts. */
  public RecoverWakeUpsJob(
      InboxEngine engine,
      WakeUps wakeUps,
      StillWaits stillWaits,
      RecoveryWindow window,
      InstantSource clock) {
    this.engine = engine;
    this.wakeUps = wakeUps;
    this.stillWaits = stillWaits;
    this.window = window;
    this.clock = clock;
    this.started = clock.instant();
  }

  @Override
  public String name() {
    return "recover-wake-ups";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() throws InterruptedException {
    if (!done && !clock.instant().isBefore(started.plus(window.after()))) {
      recover(newestEnvelopes());
      done = true;
    }
  }

  /** Server times in µs, by device. */
  private Map<DeviceAddress, Long> newestEnvelopes() throws InterruptedException {
    Map<DeviceAddress, Long> times = new HashMap<>();
    for (AgedInbox inbox : engine.agedInboxes(started, AT_MOST)) {
      times.put(inbox.device(), timeOf(inbox));
    }
    return times;
  }

  private void recover(Map<DeviceAddress, Long> newest) throws InterruptedException {
    long last = newest.values().stream().mapToLong(Long::longValue).max().orElse(0);
    long from = last - window.before().toMillis() * 1_000;
    for (Map.Entry<DeviceAddress, Long> each : newest.entrySet()) {
      if (each.getValue() >= from && stillWaits.test(each.getKey())) {
        wakeUps.offline(each.getKey(), false);
      }
    }
  }

  private long timeOf(AgedInbox inbox) throws InterruptedException {
    Cursor before = new Cursor(inbox.upTo().epoch(), inbox.upTo().seq() - 1);
    InboxPage page = Patience.await(engine.read(inbox.device(), before, 1, 1));
    try {
      return !page.items().isEmpty() && page.items().getFirst() instanceof StoredEnvelope stored
          ? EnvelopeCodec.time(stored.envelope(), stored.envelope().readerIndex())
          : 0;
    } finally {
      page.release();
    }
  }
}
