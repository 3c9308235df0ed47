package dev.letterlock.server.jobs;

import static org.awaitility.Awaitility.await;

import dev.letterlock.server.jobs.store.JobStorage;
import dev.letterlock.server.jobs.store.MongoJobs;
import dev.letterlock.server.notify.WakeUpWave;
import dev.letterlock.settings.value.Secret;
import dev.letterlock.storage.embedded.EmbeddedMongo;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Jobs kept in MongoDB instead of H2. */
class JobsInMongoIT {
  private static final Clock CLOCK = Clock.systemUTC();

  /** JobRunr's own threads fail when their database is killed; that is what is tested. */
  private static final ConditionFactory PATIENT =
      await().atMost(Duration.ofSeconds(60)).dontCatchUncaughtExceptions();

  private final CountingWork work = new CountingWork("count", Duration.ofSeconds(5));
  private final RecordingWaves waves = new RecordingWaves();

  @Test
  void workAndWavesRunOnTheEmbeddedServer(@TempDir Path directory) {
    try (EmbeddedMongo mongo = EmbeddedMongo.open(directory.resolve("mongo.mv"))) {
      runs(MongoJobs.preparedAt(mongo.uri()));
    }
  }

  @Test
  void jobsComeBackAfterMongo(@TempDir Path directory) {
    Path file = directory.resolve("mongo.mv");
    EmbeddedMongo mongo = EmbeddedMongo.open(file);
    int port = URI.create(mongo.uri()).getPort();
    try (JobSupervisor jobs = supervisor(MongoJobs.preparedAt(mongo.uri()))) {
      jobs.start(List.of(work), waves);
      PATIENT.until(() -> jobs.state().running());
      mongo.close();
      PATIENT.until(() -> !jobs.state().running());

      try (EmbeddedMongo _ = EmbeddedMongo.open(file, port)) {
        PATIENT.until(() -> jobs.state().running());
        takesAWave(jobs);
      }
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "MONGODB_URI", matches = ".+")
  void workAndWavesRunOnARealServer() {
    runs(JobStorage.mongo(new Secret(System.getenv("MONGODB_URI"))));
  }

  private void runs(JobStorage storage) {
    try (JobSupervisor jobs = supervisor(storage)) {
      jobs.start(List.of(work), waves);
      PATIENT.until(() -> jobs.state().running());
      takesAWave(jobs);
      PATIENT.until(() -> work.runs.get() > 0);
    }
  }

  private void takesAWave(JobSupervisor jobs) {
    WakeUpWave wave = RecordingWaves.wave();
    jobs.record(wave, CLOCK.instant());
    PATIENT.until(() -> waves.waves.contains(wave));
  }

  private static JobSupervisor supervisor(JobStorage storage) {
    JobTimings timings =
        new JobTimings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            Duration.ofSeconds(1));
    return new JobSupervisor(storage, timings, CLOCK);
  }
}
