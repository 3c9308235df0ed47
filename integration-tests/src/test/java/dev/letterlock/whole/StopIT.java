package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.testing.Rounds;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopIT {
  private static final int STOPS = Rounds.of(3);

  @TempDir Path folder;

  @Test
  void stopsWithoutComplaintWhileItsJobsStillStart() throws Exception {
    try (ServerProcess server = new ServerProcess(folder)) {
      for (int i = 0; i < STOPS; i++) {
        server.start();

        assertThat(server.stop()).isZero();
        assertThat(server.errors()).doesNotContain("WARN", "ERROR", "Exception");
      }
    }
  }
}
