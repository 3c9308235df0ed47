package dev.letterlock.server.cli.run;

import dev.letterlock.settings.Sources;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param directory the working directory, where {@code .env} is looked for
 * @param input standard input
 */
public record Surroundings(Path directory, Map<String, String> environment, InputStream input) {
  public static Surroundings ofProcess() {
    return new Surroundings(Path.of(""), System.getenv(), System.in);
  }

  Sources sources(Map<String, String> flags) {
    return Sources.in(directory, flags, environment);
  }
}
