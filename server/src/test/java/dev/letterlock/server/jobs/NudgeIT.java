package dev.letterlock.server.jobs;

import static org.awaitility.Awaitility.await;

import dev.letterlock.server.jobs.store.JobStorage;
import dev.letterlock.server.notify.WakeUpWave;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds JobRunr to the internals that the nudge relies on. */
class NudgeIT {
  private static final JobTimings RARE_POLLS =
      new JobTimings(
          Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofMillis(50), Duration.ofSeconds(1));

  @Test
  void jobsRunWithoutWaitingForThePoll(@TempDir Path directory) {
    RecordingWaves waves = new RecordingWaves();
    try (JobSupervisor jobs =
        new JobSupervisor(JobStorage.embedded(directory), RARE_POLLS, Clock.systemUTC())) {
      jobs.start(List.of(), waves);
      await().until(() -> jobs.state().running());
      for (int n = 1; n <= 5; n++) {
        WakeUpWave wave = RecordingWaves.wave();
        jobs.record(wave, Clock.systemUTC().instant());
        await().until(() -> waves.waves.contains(wave));
      }
    }
  }
}
