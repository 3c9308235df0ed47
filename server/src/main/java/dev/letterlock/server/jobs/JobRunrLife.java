package dev.letterlock.server.jobs;

import dev.letterlock.server.jobs.store.JobStorage;
import dev.letterlock.server.notify.WakeUpWave;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.RecurringJob;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobBuilder;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.scheduling.RecurringJobBuilder;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.configuration.BackgroundJobServerThreadType;
import org.jobrunr.server.configuration.DefaultBackgroundJobServerWorkerPolicy;
import org.jobrunr.storage.ConcurrentJobModificationException;
import org.jobrunr.storage.JobStats;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JobRunr from one start to its end: once its database was away it is not mended but thrown away
 * and made anew. Built directly, without JobRunr's static façade, so there is no dashboard, and
 * with it nothing that reports usage.
 */
final class JobRunrLife {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunrLife.class);
  private static final int WORKERS = 8;
  private static final int WAVE_RETRIES = 8;
  private static final String ENTRY = "org.jobrunr.server.ServerZooKeeper";
  private static final String START_TASKS = "jobrunr-startup-task";
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final Duration STOPPING = Duration.ofSeconds(5);
  private static final Duration KEEP_DONE = Duration.ofMinutes(10);
  private static final Duration KEEP_FAILED = Duration.ofDays(1);

  private final InstantSource clock;
  private final Duration pollInterval;
  private final JobStorage.Opened opened;
  private final StorageProvider storage;
  private final BackgroundJobServer server;
  private final JobRequestScheduler scheduler;
  private final Nudge nudge;
  private final ExecutorService hurrying =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("letterlock-nudge").factory());

  private JobRunrLife(
      JobStorage.Opened opened, JobActivator handlers, Duration pollInterval, InstantSource clock) {
    JacksonJsonMapper json = new JacksonJsonMapper();
    this.clock = clock;
    this.pollInterval = pollInterval;
    this.opened = opened;
    this.storage = opened.provider();
    storage.setJobMapper(new JobMapper(json));
    this.server = new BackgroundJobServer(storage, json, handlers, configuration(pollInterval));
    this.scheduler = new JobRequestScheduler(storage, List.of());
    this.nudge = new Nudge(server, storage, pollInterval);
  }

  /**
   * Connects; nothing runs yet.
   *
   * @param pollInterval at least 5 s, which JobRunr demands
   * @throws RuntimeException if the database is away
   */
  static JobRunrLife open(
      JobStorage from, JobActivator handlers, Duration pollInterval, InstantSource clock) {
    JobStorage.Opened opened = from.open();
    try {
      return new JobRunrLife(opened, handlers, pollInterval, clock);
    } catch (RuntimeException failure) {
      opened.disconnect().run();
      throw failure;
    }
  }

  /**
   * Makes the stored recurring jobs those that exist, and lets JobRunr begin.
   *
   * @throws RuntimeException if the database is away
   */
  void start(Collection<Work> works) {
    if (opened.exclusive()) {
      // A killed predecessor would be waited for until it times out.
      storage.removeTimedOutBackgroundJobServers(clock.instant());
    }
    keepRecurring(works);
    server.start();
  }

  /** Whether JobRunr has taken up its work, and not given up since. */
  boolean announced() {
    return server.isAnnounced();
  }

  /**
   * Asks the database, and drops old failures, which JobRunr keeps for ever.
   *
   * @throws RuntimeException if the database is away
   */
  JobStats check() {
    storage.deleteJobsPermanently(StateName.FAILED, clock.instant().minus(KEEP_FAILED));
    return storage.getJobStats();
  }

  /**
   * Keeps a wave and has it sent at {@code due}; later if this process is not there then.
   *
   * @throws RuntimeException if the database is away
   */
  void keep(WakeUpWave wave, Instant due) {
    boolean now = !due.isAfter(clock.instant());
    JobBuilder job =
        JobBuilder.aJob()
            .withId(wave.id())
            .withName("wake-ups, attempt " + wave.attempt())
            .withAmountOfRetries(WAVE_RETRIES)
            .withJobRequest(WaveRequest.of(wave));
    // JobRunr runs what is due within its next poll interval, so may be early by one.
    scheduler.create(now ? job : job.scheduleAt(due.plus(pollInterval)));
    opened.keep().run();
    hurrying.execute(() -> hurry(wave.id(), due));
  }

  /** Stops within a bounded time, also while the database is away. */
  void close() throws InterruptedException {
    hurrying.shutdownNow();
    Thread closing = Thread.ofPlatform().daemon().name("letterlock-jobs-close").start(this::stop);
    if (!closing.join(STOPPING.multipliedBy(3))) {
      LOG.warn("the jobs' database does not answer; it is left behind");
    }
  }

  private void keepRecurring(Collection<Work> works) {
    Set<String> names = works.stream().map(Work::name).collect(Collectors.toSet());
    for (RecurringJob stored : storage.getRecurringJobs()) {
      if (!names.contains(stored.getId())) {
        scheduler.deleteRecurringJob(stored.getId());
      }
    }
    for (Work work : works) {
      scheduler.createRecurrently(
          RecurringJobBuilder.aRecurringJob()
              .withId(work.name())
              .withName(work.name())
              .withInterval(work.every())
              .withAmountOfRetries(0)
              .withJobRequest(new NamedWork(work.name())));
    }
  }

  private void stop() {
    awaitBeginning();
    server.stop();
    scheduler.shutdown();
    storage.close();
    opened.disconnect().run();
  }

  /**
   * JobRunr's stop does not wait for its beginning, the entry into the database and the tasks that
   * follow: they would fail over an entry or a database that is gone. How to see them is no
   * published interface, so a test holds JobRunr to it.
   */
  private void awaitBeginning() {
    long end = System.nanoTime() + STOPPING.toNanos();
    while (begins() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private boolean begins() {
    return (server.isRunning() && !server.isAnnounced())
        || Thread.getAllStackTraces().entrySet().stream()
            .anyMatch(entry -> begins(entry.getKey(), entry.getValue()));
  }

  private static boolean begins(Thread thread, StackTraceElement[] stack) {
    return thread.getName().startsWith(START_TASKS)
        || Arrays.stream(stack).anyMatch(frame -> frame.getClassName().equals(ENTRY));
  }

  private void hurry(UUID id, Instant due) {
    try {
      Thread.sleep(Duration.between(clock.instant(), due));
      enqueue(id);
      nudge.until(id);
    } catch (InterruptedException stopping) {
      LOG.trace("{} waits for the next start", id, stopping);
    } catch (RuntimeException away) {
      LOG.debug("{} waits for JobRunr", id, away);
    }
  }

  private void enqueue(UUID id) {
    try {
      Job job = storage.getJobById(id);
      if (job.hasState(StateName.SCHEDULED)) {
        job.enqueue();
        storage.save(job);
      }
    } catch (ConcurrentJobModificationException already) {
      LOG.trace("JobRunr was faster with {}", id, already);
    }
  }

  private static BackgroundJobServerConfiguration configuration(Duration pollInterval) {
    return BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
        .andPollInterval(pollInterval)
        .andBackgroundJobServerWorkerPolicy(
            new DefaultBackgroundJobServerWorkerPolicy(
                WORKERS, BackgroundJobServerThreadType.VirtualThreads))
        .andDeleteSucceededJobsAfter(KEEP_DONE)
        .andPermanentlyDeleteDeletedJobsAfter(KEEP_DONE)
        .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(STOPPING);
  }
}
