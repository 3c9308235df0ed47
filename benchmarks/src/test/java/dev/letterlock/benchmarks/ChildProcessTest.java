package dev.letterlock.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChildProcessTest {

  @Test
  void runsTheServerWithTheFlagsOfTheLauncher() throws Exception {
    String launcher = Files.readString(Path.of("..", "letterlock"));

    assertThat(ChildProcess.FLAGS)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    flags("common_flags", launcher).stream(),
                    flags("server_flags", launcher).stream())
                .toList());
  }

  private static List<String> flags(String name, String launcher) {
    Matcher line =
        Pattern.compile("^readonly " + name + "=\\((.*)\\)$", Pattern.MULTILINE).matcher(launcher);
    assertThat(line.find()).as(name).isTrue();
    return List.of(line.group(1).split(" "));
  }
}
