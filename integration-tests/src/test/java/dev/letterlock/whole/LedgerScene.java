package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.loadtest.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code loadtest ledger} as a person would type it, with a launcher that starts these classes. */
final class LedgerScene {
  /** Fields of the report that are 0 if all was kept; there may be gaps where Redis was started. */
  private static final List<String> PROMISES =
      List.of(
          "lost",
          "shown_twice",
          "out_of_order",
          "receipts_backwards",
          "pre_keys_twice",
          "altered",
          "never_accepted",
          "refused",
          "unrecovered");

  private static final String MEMORY = "-Xmx512m";
  private static final String SERVER = "dev.letterlock.server.Main";

  private final Path folder;
  private final Path launcher;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  /** Prepares a run. */
  LedgerScene(Path folder) throws IOException {
    this(folder, "", ChildJvm.command(MEMORY));
  }

  /**
   * Prepares a run.
   *
   * @param changed a directory of classes that the server shall find before its own
   */
  LedgerScene(Path folder, Path changed) throws IOException {
    this(folder, "", ChildJvm.commandWith(changed, MEMORY));
  }

  private LedgerScene(Path folder, String before, List<String> java) throws IOException {
    this.folder = folder;
    this.launcher = script("launcher", before + exec(java, SERVER));
  }

  /**
   * Prepares a run in which each server finds changed classes from its second start on.
   *
   * @param changed their directory
   */
  static LedgerScene upgrading(Path folder, Path changed) throws IOException {
    String later = exec(ChildJvm.commandWith(changed, MEMORY), SERVER);
    String before = "[ ! -e started ] || " + later + "touch started\n";
    return new LedgerScene(folder, before, ChildJvm.command(MEMORY));
  }

  /** What starts the database of several nodes. */
  Path database() throws IOException {
    return script("database", exec(ChildJvm.command(MEMORY), SharedDatabase.class.getName()));
  }

  /** Runs it and returns its exit code. */
  int run(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "ledger",
                "--launcher=" + launcher,
                "--folder=" + folder.resolve("run"),
                "--json=" + json()));
    arguments.addAll(List.of(options));
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return Main.run(out, out, false, arguments.toArray(String[]::new));
  }

  /** A run that prints what it says, keeps every promise and ends well; returns its report. */
  JsonNode keepsEveryPromise(String... options) throws IOException {
    int code = run(options);

    System.out.println(said());
    JsonNode report = report();
    assertThat(PROMISES)
        .allSatisfy(name -> assertThat(report.get(name).asLong(-1)).as(name).isZero());
    assertThat(code).isZero();
    return report;
  }

  JsonNode report() throws IOException {
    return new ObjectMapper().readTree(Files.readString(json()));
  }

  /** What a person would have read. */
  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private Path script(String name, String lines) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + lines);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static String exec(List<String> java, String main) {
    return java.stream().collect(Collectors.joining("' '", "exec '", "' " + main + " \"$@\"\n"));
  }

  private Path json() {
    return folder.resolve("report.json");
  }
}
