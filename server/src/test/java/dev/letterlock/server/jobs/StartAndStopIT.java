package dev.letterlock.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.letterlock.server.jobs.store.JobStorage;
import dev.letterlock.testing.Rounds;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Holds JobRunr to the thread on which it does what its stop does not wait for. */
class StartAndStopIT {
  private static final int STOPS = Rounds.of(10);

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<Throwable> uncaught = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
  }

  @AfterEach
  void listenNoMore() {
    Thread.setDefaultUncaughtExceptionHandler(null);
    root.detachAppender(log);
  }

  @Test
  void aStopRightAfterAStartLeavesNothingThatFails(@TempDir Path directory) {
    for (int i = 0; i < STOPS; i++) {
      JobStorage storage = JobStorage.embedded(directory.resolve(Integer.toString(i)));
      try (JobSupervisor jobs = new JobSupervisor(storage, JobTimings.DEFAULT, Clock.systemUTC())) {
        jobs.start(List.of(), new RecordingWaves());
        if (i % 2 == 0) {
          await().until(() -> jobs.state().running());
        }
      }
    }
    assertThat(uncaught).isEmpty();
    assertThat(logged()).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR));
  }

  /** Under the lock under which any thread appends to it. */
  private List<ILoggingEvent> logged() {
    synchronized (log) {
      return List.copyOf(log.list);
    }
  }
}
