package dev.letterlock.client.messenger.sending;

import dev.letterlock.client.api.ApiException;
import dev.letterlock.client.messenger.Notice;
import dev.letterlock.client.messenger.Notice.Kind;
import dev.letterlock.client.messenger.desk.Audience;
import dev.letterlock.client.messenger.desk.Desk;
import dev.letterlock.client.messenger.desk.Words;
import dev.letterlock.client.messenger.sending.Lineup.Taken;
import dev.letterlock.crypto.e2ee.store.VaultException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of an entry of the outbox when a step with it fails through no fault of its own: it
 * goes back to where it stood and is tried again, so that nothing is lost from the queue. On the
 * desk.
 */
final class Mishaps {

  private static final Logger LOG = LoggerFactory.getLogger(Mishaps.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Desk desk;
  private final Audience audience;
  private final Waiting waiting;
  private final Runnable pump;
  private boolean paused;
  private boolean told;

  /**
   * @param pump goes on sending
   */
  Mishaps(Desk desk, Audience audience, Waiting waiting, Runnable pump) {
    this.desk = desk;
    this.audience = audience;
    this.waiting = waiting;
    this.pump = pump;
  }

  /** Does something with an entry that was taken out. */
  void attempt(Taken entry, Runnable work) {
    try {
      work.run();
    } catch (ApiException e) {
      entry.back().run();
      pause(PAUSE);
    } catch (VaultException e) {
      entry.back().run();
      hold(e);
    } catch (RuntimeException e) {
      LOG.warn("entry of the outbox: {} put off (expected: sent)", entry.order(), e);
      putOff(entry, "A message could not be made ready; it waits here and is tried again.");
    }
  }

  /** The entry alone waits; the others go on. */
  void putOff(Taken entry, String why) {
    waiting.forTime(
        entry.order(),
        why,
        () -> {
          entry.back().run();
          pump.run();
        });
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

  void pause(Duration time) {
    paused = true;
    desk.after(
        time,
        () -> {
          paused = false;
          pump.run();
        });
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
