package dev.letterlock.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code letterlock bench}: what a message costs the server beside what the same message costs a
 * relay that keeps nothing. Both run as processes of their own, by turns, so that a change in the
 * machine's mood meets all.
 */
@Command(
    name = "letterlock bench",
    description = {
      "Runs a bare relay and the server by turns under the same load and prints"
          + " the medians, the ratio of CPU per message, and the time to delivery: what of it the"
          + " machine takes is seen at the relay.",
      "",
      "It needs no running server. A round is one run each of the relay, the server with"
          + " DURABILITY=sync and with relaxed, one after the other, each as a process of its own on"
          + " free ports of loopback; other settings hold as for serve. The server's data is in a fresh"
          + " letterlock-bench… below --directory, whose disk is what is measured; it is deleted"
          + " after each run. Each run takes --warmup and --duration and a few seconds: with the"
          + " defaults eleven minutes in all. Leave the machine alone meanwhile.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
public final class Main implements Callable<Integer> {

  private static final String RELAY = "relay";
  private static final String SYNC = "server sync";
  private static final String RELAXED = "server relaxed";
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each." + DEFAULT)
  private int rounds = 5;

  @Option(names = "--connections", paramLabel = "N", description = "Two for a pair." + DEFAULT)
  private int connections = 200;

  @Option(names = "--window", paramLabel = "N", description = "In flight per pair." + DEFAULT)
  private int window = 8;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Messages a second of all; 0 for as many as the window lets through." + DEFAULT)
  private int rate = 0;

  @Option(names = "--duration", paramLabel = "SECONDS", description = "Measured." + DEFAULT)
  private int duration = 30;

  @Option(names = "--warmup", paramLabel = "SECONDS", description = "Before that." + DEFAULT)
  private int warmup = 10;

  @Option(
      names = "--loops",
      paramLabel = "N",
      description = "Event loops of each; 0 for one per core." + DEFAULT)
  private int loops = 0;

  @Option(
      names = "--directory",
      paramLabel = "DIRECTORY",
      description = "Where the server's data goes for the time being." + DEFAULT)
  private Path directory = Path.of(".");

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also writes the medians as JSON; - for standard output.")
  private @Nullable Path json;

  private PrintStream prose = System.out;

  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.WARN);
    }
    System.exit(new CommandLine(new Main()).addSubcommand(new MicroCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    prose = isStandardOut(json) ? System.err : System.out;
    prose.printf("fsync of 4 KiB in %s: %s%n", directory, DiskProbe.measure(directory));
    Load load = new Load(connections, window, rate, warmup, duration, loops);
    Map<String, List<Figures>> found = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      tell(found, RELAY, round, FloorRound.run(load));
      tell(found, SYNC, round, ServerRound.run(load, "sync", directory));
      tell(found, RELAXED, round, ServerRound.run(load, "relaxed", directory));
    }
    Map<String, Figures> medians = new LinkedHashMap<>();
    found.forEach((name, rows) -> medians.put(name, Figures.median(rows)));
    print(medians);
    if (isStandardOut(json)) {
      System.out.println(new ObjectMapper().writeValueAsString(medians));
    } else if (json != null) {
      new ObjectMapper().writeValue(json.toFile(), medians);
    }
    return 0;
  }

  private void print(Map<String, Figures> medians) {
    String load = rate == 0 ? "window " + window : rate + " messages/s";
    prose.printf("%nMedians of %d, %d connections, %s:%n", rounds, connections, load);
    double floor = Objects.requireNonNull(medians.get(RELAY)).cpuMicrosPerMessage();
    medians.forEach((name, middle) ->
        prose.printf(
            "  %-15s %s  %5.2f times the relay%n",
            name, middle, middle.cpuMicrosPerMessage() / floor));
  }

  private void tell(Map<String, List<Figures>> found, String name, int round, Figures figures) {
    found.computeIfAbsent(name, _ -> new ArrayList<>()).add(figures);
    prose.printf("%-15s %d  %s%n", name, round, figures);
  }

  /** Whether a report goes to standard output, and all else to standard error. */
  static boolean isStandardOut(@Nullable Path report) {
    return report != null && report.toString().equals("-");
  }

  /** The load that all get, and how many event loops they get it with; 0 for one per core. */
  record Load(int connections, int window, int rate, int warmupSeconds, int seconds, int loops) {}
}
