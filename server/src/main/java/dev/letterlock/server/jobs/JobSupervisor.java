package dev.letterlock.server.jobs;

import dev.letterlock.server.jobs.store.JobStorage;
import dev.letterlock.server.notify.WakeUpWave;
import dev.letterlock.server.notify.WaveNotRecordedException;
import dev.letterlock.server.notify.WaveRecorder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns JobRunr and keeps it alive. JobRunr stops for good when its database goes away; this looks
 * every few seconds, and once the database or JobRunr has failed it throws that {@link JobRunrLife}
 * away and tries to begin a new one, with growing pauses, until it succeeds. An outage is logged by
 * one line at its begin and one at its end, and is over once JobRunr has run for longer than the
 * longest pause: with a full disk each beginning works for some seconds. One virtual thread of its
 * own; all methods may be called by any thread.
 */
public final class JobSupervisor implements WaveRecorder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobSupervisor.class);
  private static final Duration STARTING = Duration.ofSeconds(30);
  private static final Duration CLOSING = Duration.ofSeconds(20);

  private final JobStorage storage;
  private final JobTimings timings;
  private final InstantSource clock;
  private final JobTally tally = new JobTally();
  private final Semaphore news = new Semaphore(0);
  private volatile JobState state = new JobState.Stopped("not started");
  private volatile @Nullable JobRunrLife life;
  private volatile JobCounts counts = JobCounts.NONE;
  private volatile @Nullable Thread thread;
  private volatile boolean closing;
  private @Nullable Instant outage;

  public JobSupervisor(JobStorage storage, JobTimings timings, InstantSource clock) {
    this.storage = storage;
    this.timings = timings;
    this.clock = clock;
  }

  /** Begins, and returns at once; {@link #state} tells when jobs run. To be called once. */
  public void start(List<Work> works, WaveWork waves) {
    Map<String, Work> byName =
        works.stream().collect(Collectors.toUnmodifiableMap(Work::name, Function.identity()));
    Handlers handlers =
        new Handlers(new NamedWorkHandler(byName, tally), new WaveHandler(waves, tally));
    state = new JobState.Restarting(clock.instant(), "starting");
    thread = Thread.ofVirtual().name("letterlock-jobs").start(() -> run(works, handlers));
  }

  public JobState state() {
    return state;
  }

  /** How each kind of work went. */
  public JobTally tally() {
    return tally;
  }

  /** As last seen; all zero before the first look. */
  public JobCounts counts() {
    return counts;
  }

  @Override
  public void record(WakeUpWave wave, Instant due) {
    JobRunrLife current = life;
    if (current == null) {
      throw new WaveNotRecordedException("jobs: " + state.reason() + " (expected: running)");
    }
    try {
      current.keep(wave, due);
    } catch (RuntimeException away) {
      news.release();
      throw new WaveNotRecordedException("jobs: not kept (expected: a database)", away);
    }
  }

  /** Lets running jobs finish for some seconds, then stops; what is kept runs after a restart. */
  @Override
  public void close() {
    closing = true;
    news.release();
    Thread running = thread;
    try {
      if (running != null && !running.join(CLOSING)) {
        LOG.warn("jobs did not stop in time");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    state = new JobState.Stopped("closed");
  }

  private void run(List<Work> works, Handlers handlers) {
    Duration pause = timings.firstPause();
    try {
      while (!closing) {
        Instant begun = clock.instant();
        live(works, handlers);
        if (clock.instant().isAfter(begun.plus(timings.lastPause()))) {
          pause = timings.firstPause();
        }
        await(closing ? Duration.ZERO : pause);
        pause = timings.next(pause);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** One life of JobRunr, until it or its database fails or the server closes. */
  private void live(List<Work> works, Handlers handlers) throws InterruptedException {
    JobRunrLife current = null;
    try {
      current = JobRunrLife.open(storage, handlers, timings.poll(), clock);
      current.start(works);
      watch(current);
    } catch (RuntimeException failure) {
      restarting(rootOf(failure).toString(), failure);
    } finally {
      life = null;
      if (current != null) {
        current.close();
      }
    }
  }

  private void watch(JobRunrLife current) throws InterruptedException {
    Instant begun = clock.instant();
    while (!closing) {
      counts = JobCounts.of(current.check());
      if (current.announced()) {
        running(current);
        endOutage(begun);
      } else if (life != null || clock.instant().isAfter(begun.plus(STARTING))) {
        restarting("JobRunr has given up", null);
        return;
      }
      await(life == null ? timings.firstPause() : timings.check());
    }
  }

  private void running(JobRunrLife current) {
    if (life == null) {
      life = current;
      state = new JobState.Running(clock.instant());
      if (outage == null) {
        LOG.info("jobs run, kept in {}", storage);
      }
    }
  }

  private void endOutage(Instant begun) {
    Instant since = outage;
    if (since != null && clock.instant().isAfter(begun.plus(timings.lastPause()))) {
      LOG.info("jobs run again, after {} s", Duration.between(since, begun).toSeconds());
      outage = null;
    }
  }

  private void restarting(String reason, @Nullable Exception failure) {
    if (state instanceof JobState.Restarting before && before.reason().equals(reason)) {
      LOG.debug("jobs still wait for {}", storage, failure);
      return;
    }
    if (outage == null) {
      outage = clock.instant();
      LOG.warn("jobs wait for {}: {}", storage, reason.lines().findFirst().orElse(""));
    }
    LOG.debug("why jobs wait", failure);
    state = new JobState.Restarting(clock.instant(), reason);
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : rootOf(cause);
  }

  private void await(Duration atMost) throws InterruptedException {
    news.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
    news.drainPermits();
  }
}
