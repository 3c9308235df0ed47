package dev.letterlock.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
    name = "bench",
    description = {
      "Runs a bare relay and the server by turns under the same load and prints",
      "the medians and the ratio of CPU per message."
    },
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

  private static final String SYNC = "server, sync";
  private static final String RELAXED = "server, relaxed";
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each." + DEFAULT)
  private int rounds = 5;

  @Option(names = "--connections", paramLabel = "N", description = "Two for a pair." + DEFAULT)
  private int connections = 200;

  @Option(names = "--window", paramLabel = "N", description = "In flight per pair." + DEFAULT)
  private int window = 8;

  @Option(names = "--duration", paramLabel = "SECONDS", description = "Measured." + DEFAULT)
  private int duration = 10;

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
    System.out.printf("fsync of 4 KiB in %s: %s%n", directory, DiskProbe.measure(directory));
    Load load = new Load(connections, window, warmup, duration, loops);
    Map<String, List<Figures>> found = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      tell(found, "relay", round, FloorRound.run(load));
      tell(found, SYNC, round, ServerRound.run(load, "sync", directory));
      tell(found, RELAXED, round, ServerRound.run(load, "relaxed", directory));
    }
    summary(found);
    return 0;
  }

  private void summary(Map<String, List<Figures>> found) {
    System.out.printf("%nMedians of %d, %d connections, window %d:%n", rounds, connections, window);
    Figures relay = Figures.median(found.getOrDefault("relay", List.of()));
    found.forEach((name, rows) -> {
      Figures middle = Figures.median(rows);
      System.out.printf(
          "  %-15s %s  %5.2f times the relay%n",
          name, middle, middle.cpuMicrosPerMessage() / relay.cpuMicrosPerMessage());
    });
  }

  private static void tell(
      Map<String, List<Figures>> found, String name, int round, Figures figures) {
    found.computeIfAbsent(name, _ -> new ArrayList<>()).add(figures);
    System.out.printf("%-15s %d  %s%n", name, round, figures);
  }

  /** The load that all get, and how many event loops they get it with; 0 for one per core. */
  record Load(int connections, int window, int warmupSeconds, int seconds, int loops) {}
}
