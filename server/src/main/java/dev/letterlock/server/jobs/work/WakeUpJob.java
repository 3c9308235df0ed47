package dev.letterlock.server.jobs.work;

import dev.letterlock.server.jobs.WaveWork;
import dev.letterlock.server.notify.PendingWakeUps;
import dev.letterlock.server.notify.WakeUp;
import dev.letterlock.server.notify.WakeUpFailedException;
import dev.letterlock.server.notify.WakeUpProvider;
import dev.letterlock.server.notify.WakeUpWave;
import dev.letterlock.server.notify.WaveRecorder;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a wave, some at a time. What fails becomes a wave of its own for later, until it was tried
 * often enough. A device that has returned is passed over, at each attempt.
 */
public final class WakeUpJob implements WaveWork {
  private static final Logger LOG = LoggerFactory.getLogger(WakeUpJob.class);
  private static final int AT_ONCE = 16;

  private final PendingWakeUps pending;
  private final WakeUpProvider provider;
  private final WaveRecorder recorder;
  private final StillWaits stillWaits;
  private final RetryPolicy retries;
  private final InstantSource clock;
  private final Semaphore permits = new Semaphore(AT_ONCE);

  /**
   * @param stillWaits asked before each attempt
   */
  public WakeUpJob(
      PendingWakeUps pending,
      WakeUpProvider provider,
      WaveRecorder recorder,
      StillWaits stillWaits,
      RetryPolicy retries,
      InstantSource clock) {
    this.pending = pending;
    this.provider = provider;
    this.recorder = recorder;
    this.stillWaits = stillWaits;
    this.retries = retries;
    this.clock = clock;
  }

  @Override
  public void run(WakeUpWave wave) throws InterruptedException {
    Queue<WakeUp> failed = new ConcurrentLinkedQueue<>();
    List<Callable<Boolean>> sends =
        wave.wakeUps().stream()
            .<Callable<Boolean>>map(each -> () -> send(wave, each, failed))
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> sent : threads.invokeAll(sends)) {
        if (sent.state() == Future.State.FAILED) {
          throw new IllegalStateException("wake-up", sent.exceptionNow());
        }
      }
    }
    if (!failed.isEmpty()) {
      tryAgain(wave, List.copyOf(failed));
    }
  }

  /** Returns whether it was sent. */
  private boolean send(WakeUpWave wave, WakeUp wakeUp, Queue<WakeUp> failed)
      throws InterruptedException {
    permits.acquire();
    try {
      if (!pending.wanted(wakeUp, wave.origin()) || !stillWaits.test(wakeUp.device())) {
        pending.abandoned(wakeUp);
        return false;
      }
      provider.wake(wakeUp);
      pending.sent(wakeUp);
      return true;
    } catch (WakeUpFailedException | InboxUnavailableException failure) {
      LOG.debug("wake-up {} failed, attempt {}", wakeUp.id(), wave.attempt(), failure);
      failed.add(wakeUp);
      return false;
    } finally {
      permits.release();
    }
  }

  private void tryAgain(WakeUpWave wave, List<WakeUp> failed) {
    if (wave.attempt() < retries.attempts()) {
      recorder.record(wave.again(failed), clock.instant().plus(retries.after(wave.attempt())));
    } else {
      LOG.warn("{} wake-ups given up after {} attempts", failed.size(), wave.attempt());
      failed.forEach(pending::abandoned);
    }
  }
}
