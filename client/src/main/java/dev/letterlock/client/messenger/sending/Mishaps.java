package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.RefusedException;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.messenger.sending.Lineup.Taken;
import dev.letterlock.crypto.e2ee.store.VaultException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an entry of the outbox when a step with it cannot be done now: it goes back to
 * where it stood and is tried again, so that nothing is lost from the queue. What concerns one
 * recipient holds up the conversation alone; only what concerns all holds up the outbox. On the
 * desk.
 */
final class Mishaps {

  private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int UNAUTHORIZED = 401;
  private static final int SERVER_ERROR = 500;

  private final Desk desk;
  private final Audience audience;
  private final OutboxSteps steps;
  private final Turns turns;
  private final Waiting waiting;
  private final Runnable pump;
  private long pausedUntil;
  private boolean paused;
  private boolean told;

  /**
   * @param pump goes on sending
   */
  Mishaps(Desk desk, Audience audience, OutboxSteps steps, Turns turns, Runnable pump) {
    this.desk = desk;
    this.audience = audience;
    this.steps = steps;
    this.turns = turns;
    this.waiting = new Waiting(desk, audience);
    this.pump = pump;
  }

  /** Does something with an entry that was taken out. */
  void attempt(Taken entry, Runnable work) {
    try {
      work.run();
    } catch (ApiException e) {
      refused(entry, e);
    } catch (VaultException e) {
      entry.back().run();
      hold(e);
    } catch (RuntimeException e) {
      LOG.warn("entry of the outbox: {} put off (expected: sent)", entry.order(), e);
      tell(entry, "A message could not be made ready; it waits here and is tried again.");
      putOff(entry, Duration.ZERO);
    }
  }

  /**
   * Without a token nothing can be asked for anybody. A server that does not answer, or fails, may
   * do so for one recipient only: then the others go on after a pause.
   */
  private void refused(Taken entry, ApiException refusal) {
    if (refusal.status() == UNAUTHORIZED) {
      entry.back().run();
      pause(PAUSE);
      return;
    }
    boolean answered = refusal.status() > 0 && refusal.status() < SERVER_ERROR;
    if (answered) {
      tell(entry, Words.of(refusal) + " A message waits and is tried again.");
    } else {
      pause(PAUSE);
    }
    putOff(entry, refusal.retryAfter());
  }

  /** A rule forbids to send an entry; false if nothing can make it possible. */
  boolean waits(Taken entry, RefusedException refusal) {
    switch (refusal.remedy()) {
      case NOTHING -> {
        return false;
      }
      case ACKNOWLEDGEMENT -> {
        block(entry.order());
        tell(entry, refusal);
        waiting.forWord(entry.order(), entry.back());
      }
      case TIME -> {
        tell(entry, refusal);
        putOff(entry, Duration.ZERO);
      }
    }
    return true;
  }

  /**
   * The entry waits, and its conversation with it; the others go on.
   *
   * @param asked how long the server wants that to be; zero if it did not say
   */
  void putOff(Taken entry, Duration asked) {
    block(entry.order());
    waiting.forTime(
        entry.order(),
        asked,
        () -> {
          entry.back().run();
          pump.run();
        });
  }

  /** A person has spoken. */
  void release() {
    waiting.release();
    pump.run();
  }

  /** An entry is done. */
  void forget(long order) {
    waiting.forget(order);
  }

  /** Whether no entry waits for anything. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** An entry of which nothing can be read holds up nobody. */
  private void block(long order) {
    conversation(order).ifPresent(conversation -> turns.block(conversation, order));
  }

  private void tell(Taken entry, String why) {
    tell(entry, new RefusedException(why));
  }

  private void tell(Taken entry, RefusedException why) {
    UUID conversation = conversation(entry.order()).orElse(null);
    waiting.tell(entry.order(), why.asNotice(conversation, why.sentence()));
  }

  private Optional<UUID> conversation(long order) {
    try {
      return steps.conversation(order);
    } catch (RuntimeException e) {
      LOG.debug("entry of the outbox: {} cannot be read", order, e);
      return Optional.empty();
    }
  }

  /** Nothing can be kept, so nothing leaves for a while; said once for as long as that lasts. */
  void hold(RuntimeException cause) {
    LOG.warn("outbox: held up (expected: written)", cause);
    if (!told) {
      told = true;
      String why = String.valueOf(Words.asException(cause).getMessage());
      audience.notice(Notice.of(Kind.REFUSED, null, why + " What is to be sent waits for that."));
    }
    pause(PAUSE);
  }

  /** Nothing leaves for a while; a shorter pause does not end a longer one. */
  void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    if (paused && until - pausedUntil <= 0) {
      return;
    }
    paused = true;
    pausedUntil = until;
    desk.after(time, () -> endPause(until));
  }

  private void endPause(long until) {
    if (paused && pausedUntil == until) {
      paused = false;
      pump.run();
    }
  }

  boolean isPaused() {
    return paused;
  }

  /** A new session begins at once. */
  void endPause() {
    paused = false;
  }

  /** Something could be kept again. */
  void over() {
    told = false;
  }
}
