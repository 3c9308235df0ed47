package dev.letterlock.server.cli;

import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints which Letterlock runs on which Java. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Print the version of Letterlock and of Java.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  private static final String RESOURCE = "/dev/letterlock/server/version.properties";

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    String java = Runtime.version().toString();
    String line =
        json
            ? Json.write(Json.object().put("letterlock", version()).put("java", java))
            : "Letterlock " + version() + " on Java " + java;
    spec.commandLine().getOut().println(line);
    return ExitCode.OK;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"Letterlock " + version()};
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream(RESOURCE)) {
      properties.load(Objects.requireNonNull(in, RESOURCE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Objects.requireNonNull(properties.getProperty("version"), "version");
  }
}
