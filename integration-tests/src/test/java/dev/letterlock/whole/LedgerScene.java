package dev.letterlock.whole;

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
  static final List<String> PROMISES =
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

  private final Path folder;
  private final List<String> java;
  private final Path launcher;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  /** Prepares a run. */
  LedgerScene(Path folder) throws IOException {
    this(folder, ChildJvm.command(MEMORY));
  }

  /**
   * Prepares a run.
   *
   * @param changed a directory of classes that the server shall find before its own
   */
  LedgerScene(Path folder, Path changed) throws IOException {
    this(folder, ChildJvm.commandWith(changed, MEMORY));
  }

  private LedgerScene(Path folder, List<String> java) throws IOException {
    this.folder = folder;
    this.java = java;
    this.launcher = script("launcher", "dev.letterlock.server.Main");
  }

  /** What starts the database of several nodes. */
  Path database() throws IOException {
    return script("database", SharedDatabase.class.getName());
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

  JsonNode report() throws IOException {
    return new ObjectMapper().readTree(Files.readString(json()));
  }

  /** What a person would have read. */
  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private Path script(String name, String main) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        "#!/bin/sh\nexec %s %s \"$@\"\n"
            .formatted(java.stream().collect(Collectors.joining("' '", "'", "'")), main));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Path json() {
    return folder.resolve("report.json");
  }
}
