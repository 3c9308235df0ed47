package dev.letterlock.crypto.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading by the rules of docs/E2EE.md §4, seen from outside: temporary files of JNA included. */
class SodiumLoadingTest {

  @TempDir private Path directory;

  @Test
  void leavesNothingInTheTemporaryDirectoryWhileItRuns() throws Exception {
    assertThat(run(directory)).containsExactly("loaded 1.0.20");
  }

  @Test
  void saysWhichDirectoriesToChooseWhenALibraryCannotBeMapped() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(run(file.resolve("jna")))
        .contains(
            "libsodium: not loadable from "
                + directory
                + " (expected: a directory that is not mounted noexec; choose one with"
                + " -Djava.io.tmpdir, and for JNA with -Djna.tmpdir)");
  }

  private List<String> run(Path jnaDirectory) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + directory,
                "-Djna.tmpdir=" + jnaDirectory,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LoadingProgram.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out.lines().toList();
  }
}
