package dev.letterlock.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import dev.letterlock.server.jobs.store.JobStorage;
import dev.letterlock.server.jobs.store.KillableH2;
import dev.letterlock.server.notify.WakeUpWave;
import dev.letterlock.server.notify.WaveNotRecordedException;
import dev.letterlock.testing.ShortLivedJvm;
import dev.letterlock.testing.WaitingTest;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class JobSupervisorIT {
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final JobTimings TIMINGS =
      new JobTimings(POLL, Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofSeconds(1));
  private static final Clock CLOCK = Clock.systemUTC();

  /** Longer than a restart takes on a busy machine. */
  private static final Duration NOT_SOON = Duration.ofSeconds(15);

  private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f-]{36}");

  private final CountingWork work = new CountingWork("count", POLL);
  private final RecordingWaves waves = new RecordingWaves();

  @TempDir Path directory;

  @BeforeAll
  static void jobsAreSlow() {
    // JobRunr's own threads fail when their database is killed; that is what is tested.
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @WaitingTest
  void workThatFailsIsCountedAndRunsAgain() {
    work.failing = true;
    try (JobSupervisor jobs = start(JobStorage.embedded(directory))) {
      await().until(() -> jobs.tally().of("count").failed() > 0);
      assertThat(jobs.tally().of("count").trouble()).contains("told to fail");
      work.failing = false;
      await().until(() -> jobs.tally().of("count").succeeded() > 0);
      assertThat(jobs.tally().of("count").trouble()).isNull();
      await().until(() -> jobs.counts().succeeded() > 1);
      assertThat(jobs.counts().failed()).isZero();
    }
  }

  @WaitingTest
  void workThatIsNoLongerDoneIsForgotten() throws Exception {
    running(JobStorage.embedded(directory)).close();
    try (JobSupervisor jobs = supervisor(JobStorage.embedded(directory))) {
      jobs.start(List.of(new CountingWork("other", POLL)), waves);
      await().until(() -> jobs.state().running());
    }

    String url = "jdbc:h2:file:" + directory.resolve("jobs");
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement();
        ResultSet ids = statement.executeQuery("select id from jobrunr_recurring_jobs")) {
      assertThat(ids.next()).isTrue();
      assertThat(ids.getString(1).strip()).isEqualTo("other");
      assertThat(ids.next()).isFalse();
    }
  }

  @WaitingTest
  void oneWaveIsTakenOnceHoweverOftenItIsRecorded() {
    try (JobSupervisor jobs = running(JobStorage.embedded(directory))) {
      WakeUpWave wave = RecordingWaves.wave();
      Instant due = CLOCK.instant().plusMillis(500);
      jobs.record(wave, due);
      jobs.record(wave, due);
      jobs.record(wave, CLOCK.instant());
      await().until(() -> waves.waves.contains(wave));
      WakeUpWave later = RecordingWaves.wave();
      jobs.record(later, due.plusMillis(500));
      await().until(() -> waves.waves.contains(later));
      assertThat(waves.waves).containsExactly(wave, later);
    }
  }

  @WaitingTest
  void aWaveThatIsNotDueSurvivesARestart() {
    WakeUpWave wave = RecordingWaves.wave();
    try (JobSupervisor jobs = running(JobStorage.embedded(directory))) {
      jobs.record(wave, CLOCK.instant().plus(NOT_SOON));
    }
    assertThat(waves.waves).isEmpty();
    try (JobSupervisor _ = start(JobStorage.embedded(directory))) {
      await().until(() -> waves.waves.contains(wave));
    }
  }

  @WaitingTest
  void aWaveSurvivesAKill() throws Exception {
    List<String> command = ShortLivedJvm.command();
    command.addAll(List.of("-cp", ShortLivedJvm.classPath()));
    command.addAll(List.of(RecordsAndWaits.class.getName(), directory.toString()));
    Process other =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String id;
    try (BufferedReader lines = other.inputReader()) {
      id =
          lines.lines().filter(line -> UUID_TEXT.matcher(line).matches()).findFirst().orElseThrow();
    } finally {
      other.destroyForcibly().waitFor();
    }

    try (JobSupervisor _ = start(JobStorage.embedded(directory))) {
      await().until(() -> waves.waves.stream().anyMatch(wave -> wave.id().toString().equals(id)));
    }
  }

  @WaitingTest
  void aWaveThatFailedComesAgain() {
    waves.failing = true;
    try (JobSupervisor jobs = running(JobStorage.embedded(directory))) {
      jobs.record(RecordingWaves.wave(), CLOCK.instant());
      await().until(() -> !waves.waves.isEmpty());
      waves.failing = false;
      await().until(() -> waves.waves.size() == 2);
    }
  }

  @WaitingTest
  void jobsComeBackAfterTheirDatabase() throws Exception {
    KillableH2 database = new KillableH2(directory);
    try (JobSupervisor jobs = running(database.storage())) {
      database.kill();
      await().until(() -> !jobs.state().running());
      assertThat(jobs.state()).isInstanceOf(JobState.Restarting.class);
      assertThat(jobs.state().reason()).isNotBlank();
      assertThatThrownBy(() -> jobs.record(RecordingWaves.wave(), CLOCK.instant()))
          .isInstanceOf(WaveNotRecordedException.class);

      database.start();
      await().until(() -> jobs.state().running());
      int runs = work.runs.get();
      WakeUpWave wave = RecordingWaves.wave();
      jobs.record(wave, CLOCK.instant());
      await().until(() -> waves.waves.contains(wave));
      await().until(() -> work.runs.get() > runs);
    } finally {
      database.kill();
    }
  }

  @WaitingTest
  void jobsBeginOnceTheirDatabaseIsThere() throws Exception {
    KillableH2 database = new KillableH2(directory);
    database.kill();
    try (JobSupervisor jobs = start(database.storage())) {
      await()
          .until(() ->
              jobs.state() instanceof JobState.Restarting restarting
                  && !restarting.reason().equals("starting"));
      database.start();
      await().untilAtomic(work.runs, greaterThanOrEqualTo(1));
    } finally {
      database.kill();
    }
  }

  @WaitingTest
  void closesWhileTheDatabaseIsAway() throws Exception {
    KillableH2 database = new KillableH2(directory);
    JobSupervisor jobs = running(database.storage());
    database.kill();
    jobs.close();
    assertThat(jobs.state()).isEqualTo(new JobState.Stopped("closed"));
  }

  @WaitingTest
  void aDirectoryThatCannotBeWrittenIsSaid() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    try (JobSupervisor jobs = start(JobStorage.embedded(file))) {
      await().until(() -> jobs.state().reason().contains(file.toString()));
    }
  }

  private JobSupervisor running(JobStorage storage) {
    JobSupervisor jobs = start(storage);
    await().until(() -> jobs.state().running());
    return jobs;
  }

  private JobSupervisor start(JobStorage storage) {
    JobSupervisor jobs = supervisor(storage);
    jobs.start(List.of(work), waves);
    return jobs;
  }

  private static JobSupervisor supervisor(JobStorage storage) {
    return new JobSupervisor(storage, TIMINGS, CLOCK);
  }
}
