package dev.letterlock.crypto.e2ee.session;

import dev.letterlock.crypto.e2ee.state.StateReader;
import dev.letterlock.crypto.e2ee.state.StateWriter;
import dev.letterlock.crypto.primitive.Hash32;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How often messages of one device were asked for again: once each, and three a day (docs/E2EE.md
 * §2.5). One ledger for each device counts the retries asked for, another those answered, so that
 * no device of a user can use up those of another. A value that never changes; to be stored before
 * a retry leaves.
 *
 * @param entries oldest first, of the last 30 days
 */
public record RetryLedger(List<Entry> entries) {

  /** How many retries there may be in 24 hours. */
  public static final int MAX_PER_DAY = 3;

  /** How long a message id is remembered: as long as an envelope waits. */
  public static final Duration REMEMBERED = Duration.ofDays(30);

  private static final Duration DAY = Duration.ofDays(1);
  private static final int VERSION = 1;
  private static final int MAX_ENTRIES = 128;

  /** No retry yet. */
  public static final RetryLedger EMPTY = new RetryLedger(List.of());

  /**
   * A message that was asked for again.
   *
   * @param at milliseconds since 1970
   */
  public record Entry(UUID messageId, long at) {}

  public RetryLedger {
    entries = List.copyOf(entries);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws dev.letterlock.crypto.e2ee.state.StateRejectedException if it is damaged
   */
  public static RetryLedger decode(byte[] encoded) {
    StateReader in = new StateReader("retry ledger", encoded).version(VERSION);
    List<Entry> entries = new ArrayList<>();
    for (int left = in.count8(MAX_ENTRIES); left > 0; left--) {
      entries.add(new Entry(in.uuid(), in.u64()));
    }
    in.end();
    return new RetryLedger(entries);
  }

  /** 24 bytes an entry, at most 3,074. */
  public byte[] encode() {
    try (StateWriter out = new StateWriter()) {
      out.u8(VERSION).u8(entries.size());
      entries.forEach(entry -> out.uuid(entry.messageId()).u64(entry.at()));
      return out.toByteArray();
    }
  }

  /**
   * Counts one more retry.
   *
   * @return the next ledger, or none if this retry must not be
   */
  public Optional<RetryLedger> count(UUID messageId, Instant now) {
    long at = now.toEpochMilli();
    List<Entry> kept =
        new ArrayList<>(
            entries.stream().filter(entry -> Age.isWithin(REMEMBERED, entry.at(), at)).toList());
    boolean again = kept.stream().anyMatch(entry -> entry.messageId().equals(messageId));
    long today = kept.stream().filter(entry -> Age.isWithin(DAY, entry.at(), at)).count();
    if (again || today >= MAX_PER_DAY || kept.size() >= MAX_ENTRIES) {
      return Optional.empty();
    }
    kept.add(new Entry(messageId, at));
    return Optional.of(new RetryLedger(kept));
  }

  /**
   * As {@link #count}, for the answer to a peer's request: a message goes again only to exactly the
   * device that it was meant for (R4), never to a changed identity.
   *
   * @param sentTo certHash of the device at the time of sending
   * @param asking certHash of the device that asks
   */
  public Optional<RetryLedger> countAnswer(
      UUID messageId, Hash32 sentTo, Hash32 asking, Instant now) {
    return sentTo.equals(asking) ? count(messageId, now) : Optional.empty();
  }
}
