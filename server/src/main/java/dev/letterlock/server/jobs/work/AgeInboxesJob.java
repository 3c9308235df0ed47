package dev.letterlock.server.jobs.work;

import dev.letterlock.protocol.OpaqueBytes;
import dev.letterlock.protocol.envelope.EnvelopeCodec;
import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.server.jobs.Work;
import dev.letterlock.storage.inbox.AgedInbox;
import dev.letterlock.storage.inbox.InboxEngine;
import dev.letterlock.storage.inbox.InboxGap;
import dev.letterlock.storage.inbox.InboxItem;
import dev.letterlock.storage.inbox.InboxPage;
import dev.letterlock.storage.inbox.StoredEnvelope;
import dev.letterlock.storage.message.AgedEntry;
import dev.letterlock.storage.message.AgedInboxStore;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves envelopes that have waited long to the long-term store: copies them, then drops them in the
 * engine with one write that also remembers how far the copy goes. A crash between the two leaves
 * copies that nobody looks at and the next run finds in place. Only for a server whose long-term
 * store is a database of its own.
 */
public final class AgeInboxesJob implements Work {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** JobRunr takes no shorter one. */
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);

  private static final int INBOXES_AT_ONCE = 1_000;
  private static final int PAGE_ENTRIES = 500;
  private static final int PAGE_BYTES = 4 << 20;

  private final InboxEngine engine;
  private final AgedInboxStore aged;
  private final Duration age;
  private final Duration retention;
  private final InstantSource clock;

  /**
   * @param age from which on an envelope moves
   * @param retention how long an envelope waits that names no expiry
   */
  public AgeInboxesJob(
      InboxEngine engine,
      AgedInboxStore aged,
      Duration age,
      Duration retention,
      InstantSource clock) {
    this.engine = engine;
    this.aged = aged;
    this.age = age;
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "age-inboxes";
  }

  /** As often as entries come of age, within bounds. */
  @Override
  public Duration every() {
    Duration atMost = age.compareTo(LONGEST_PAUSE) < 0 ? age : LONGEST_PAUSE;
    return atMost.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : atMost;
  }

  @Override
  public void run() throws InterruptedException {
    Instant olderThan = clock.instant().minus(age);
    List<AgedInbox> inboxes;
    do {
      inboxes = engine.agedInboxes(olderThan, INBOXES_AT_ONCE);
      for (AgedInbox inbox : inboxes) {
        copy(inbox);
        engine.trimAged(inbox.device(), inbox.upTo());
      }
    } while (inboxes.size() == INBOXES_AT_ONCE);
  }

  private void copy(AgedInbox inbox) throws InterruptedException {
    Cursor after = Cursor.ZERO;
    boolean more = true;
    while (more) {
      InboxPage page = Patience.await(engine.read(inbox.device(), after, PAGE_ENTRIES, PAGE_BYTES));
      try {
        aged.copy(entries(inbox, page));
        after = page.items().isEmpty() ? inbox.upTo() : end(page.items().getLast());
        more = !page.drained() && after.compareTo(inbox.upTo()) < 0;
      } finally {
        page.release();
      }
    }
  }

  private List<AgedEntry> entries(AgedInbox inbox, InboxPage page) {
    List<AgedEntry> entries = new ArrayList<>();
    for (InboxItem item : page.items()) {
      if (item instanceof StoredEnvelope(Cursor cursor, ByteBuf envelope)
          && cursor.compareTo(inbox.upTo()) <= 0) {
        OpaqueBytes bytes =
            OpaqueBytes.copyOf(envelope, envelope.readerIndex(), envelope.readableBytes());
        entries.add(new AgedEntry(inbox.device(), cursor, bytes, expires(envelope)));
      }
    }
    return entries;
  }

  private Instant expires(ByteBuf envelope) {
    int index = envelope.readerIndex();
    long expiry = EnvelopeCodec.expiry(envelope, index);
    return expiry != 0
        ? instant(expiry)
        : instant(EnvelopeCodec.time(envelope, index)).plus(retention);
  }

  private static Cursor end(InboxItem item) {
    return switch (item) {
      case StoredEnvelope envelope -> envelope.cursor();
      case InboxGap gap -> gap.to();
    };
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
