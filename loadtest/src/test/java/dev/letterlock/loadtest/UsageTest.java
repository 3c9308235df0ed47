package dev.letterlock.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with the options is said before anything is asked of a server. */
class UsageTest {
  private static final int USAGE = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"direct,--json", "direct,--html", "ledger,--json"})
  void refusesAReportThatCannotBeWritten(String scenario, String option) {
    Path nowhere = folder.resolve("absent").resolve("report");

    assertThat(run(scenario, option, nowhere.toString())).isEqualTo(USAGE);
    assertThat(run(scenario, option, folder.toString())).isEqualTo(USAGE);
  }

  @ParameterizedTest
  @CsvSource({"--url", "--management-url"})
  void refusesAnAddressThatIsNone(String option) {
    assertThat(run("direct", option, "ftp://127.0.0.1")).isEqualTo(USAGE);
  }

  private static int run(String... arguments) {
    return Main.run(new PrintStream(PrintStream.nullOutputStream()), false, arguments);
  }
}
