package dev.letterlock.server.cli;

import dev.letterlock.server.cli.run.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;

/** One run of the command line in an empty environment: what came out and with which code. */
public record CommandLineRun(int exitCode, String out, String err) {
  public static CommandLineRun of(Path directory, String input, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    var stdin = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    CommandLine line =
        CommandTree.create(new Surroundings(directory, Map.of(), stdin))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int exitCode = line.execute(arguments);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }
}
