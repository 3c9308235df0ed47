package dev.letterlock.settings;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvBuilder;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file {@code .env} of a directory: what its lines set, and a fault for each line that sets
 * nothing. A fault names the line and never quotes it, since it may hold a secret.
 */
record DotEnv(Map<String, String> values, List<ConfigFault> faults) {
  private static final String NAME = ".env";
  private static final Pattern IGNORED = Pattern.compile("\\s*|(#|////).*");
  private static final Pattern ENTRY = Pattern.compile("\\s*[\\w.\\-]+\\s*=\\s*(.*?)\\s*");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"\\s*(#.*)?");
  private static final Pattern EXPORTED = Pattern.compile("\\s*export\\s+[\\w.\\-]+\\s*=.*");
  private static final String QUOTE = "\"";
  private static final String MEND =
      "Write one NAME=VALUE on each line, begin comments with #, and close every double quote";

  /** Reads it, or finds nothing when there is none. */
  static DotEnv in(Path directory) {
    Path file = directory.resolve(NAME).toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      return new DotEnv(Map.of(), List.of());
    }
    try {
      List<ConfigFault> faults = faults(file, Files.readAllLines(file));
      return new DotEnv(values(directory, file, faults), faults);
    } catch (IOException e) {
      ConfigFault unreadable =
          new ConfigFault(
              NAME,
              file.toString(),
              "cannot be read as text (" + e.getClass().getSimpleName() + ")",
              "Make it a file in UTF-8 that this user can read, or take it away");
      return new DotEnv(Map.of(), List.of(unreadable));
    }
  }

  private static List<ConfigFault> faults(Path file, List<String> lines) {
    List<ConfigFault> faults = new ArrayList<>();
    int openedAt = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (openedAt > 0) {
        openedAt = line.stripTrailing().endsWith(QUOTE) ? 0 : openedAt;
        continue;
      }
      Matcher entry = ENTRY.matcher(line);
      boolean sets = entry.matches();
      String value = sets ? entry.group(1) : "";
      if (opensQuote(value)) {
        openedAt = i + 1;
      } else if (!IGNORED.matcher(line).matches() && (!sets || isBadlyQuoted(value))) {
        faults.add(
            EXPORTED.matcher(line).matches()
                ? exported(file, i + 1)
                : fault(file, i + 1, "not NAME=VALUE"));
      }
    }
    if (openedAt > 0) {
      faults.add(fault(file, openedAt, "a quote is never closed"));
    }
    return faults;
  }

  /** A value may go on in the following lines until its quote is closed. */
  private static boolean opensQuote(String value) {
    return value.startsWith(QUOTE) && value.indexOf(QUOTE, 1) < 0;
  }

  private static boolean isBadlyQuoted(String value) {
    return value.startsWith(QUOTE) && !QUOTED.matcher(value).matches();
  }

  private static Map<String, String> values(Path directory, Path file, List<ConfigFault> faults) {
    DotenvBuilder reader = Dotenv.configure().directory(directory.toAbsolutePath().toString());
    try {
      return values(reader);
    } catch (DotenvException e) {
      if (faults.isEmpty()) {
        faults.add(new ConfigFault(NAME, file.toString(), "a line is not NAME=VALUE", MEND));
      }
      return values(reader.ignoreIfMalformed());
    }
  }

  private static Map<String, String> values(DotenvBuilder reader) {
    return reader.load().entries(Dotenv.Filter.DECLARED_IN_ENV_FILE).stream()
        .collect(Collectors.toMap(DotenvEntry::getKey, DotenvEntry::getValue, (a, b) -> b));
  }

  private static ConfigFault exported(Path file, int line) {
    return new ConfigFault(
        NAME,
        file + " line " + line,
        "begins with export, as if for a shell",
        "Take the word export away, so that NAME=VALUE is left");
  }

  private static ConfigFault fault(Path file, int line, String reason) {
    return new ConfigFault(NAME, file + " line " + line, reason, MEND);
  }
}
