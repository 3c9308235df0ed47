package dev.letterlock.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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

  @ParameterizedTest
  @CsvSource({"--url,http://127.0.0.1:1", "--management-url,http://127.0.0.1:1"})
  void refusesAnAddressAloneThatIsOfAnotherServerThanTheOther(String option, String address) {
    assertThat(run("direct", option, address)).isEqualTo(USAGE);
  }

  @Test
  void namesItselfAsItIsTyped() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      run("direct", "--help");
    } finally {
      System.setOut(before);
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith("Usage: letterlock loadtest direct");
  }

  private static int run(String... arguments) {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    return Main.run(nowhere, nowhere, false, arguments);
  }
}
