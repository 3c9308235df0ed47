package dev.letterlock.server.jobs;

import static org.awaitility.Awaitility.await;

import dev.letterlock.server.jobs.store.JobStorage;
import dev.letterlock.server.notify.WakeUpWave;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process that records a wave in the directory that it is given, prints its id once it is kept,
 * and waits to be killed.
 */
final class RecordsAndWaits {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Longer than it takes to be killed on a busy machine. */
  private static final Duration NOT_SOON = Duration.ofSeconds(15);

  private RecordsAndWaits() {}

  @SuppressWarnings("SystemOut") // read by the test that started it
  public static void main(String[] args) throws InterruptedException {
    Clock clock = Clock.systemUTC();
    JobSupervisor jobs =
        new JobSupervisor(JobStorage.embedded(Path.of(args[0])), JobTimings.DEFAULT, clock);
    jobs.start(List.of(), new RecordingWaves());
    await().atMost(PATIENCE).until(() -> jobs.state().running());
    WakeUpWave wave = RecordingWaves.wave();
    jobs.record(wave, clock.instant().plus(NOT_SOON));
    System.out.println(wave.id());
    new CountDownLatch(1).await();
  }
}
