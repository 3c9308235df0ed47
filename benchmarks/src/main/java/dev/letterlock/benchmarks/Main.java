package dev.letterlock.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code letterlock bench}: what a message costs the server beside what the same message costs a
 * relay that keeps nothing. Both run as processes of their own, by turns, so that a change in the
 * machine's mood meets both.
 */
@Command(
    name = "bench",
    description = {
      "Runs a bare relay and the server by turns under the same load and prints",
      "the medians and the ratio of CPU per message."
    },
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

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
      description = "Event loops of both; 0 for one per core." + DEFAULT)
  private int loops = 0;

  @Option(names = "--durability", paramLabel = "MODE", description = "sync or relaxed." + DEFAULT)
  private String durability = "sync";

  private Main() {}

  /** Runs the command and exits with its code. */
  public static void main(String[] arguments) {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.WARN);
    }
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Load load = new Load(connections, window, warmup, duration);
    List<Figures> floor = new ArrayList<>();
    List<Figures> server = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      floor.add(told("relay", round, FloorRound.run(load, loops)));
      server.add(told("server", round, ServerRound.run(load, loops, durability)));
    }
    Figures relay = Figures.median(floor);
    Figures whole = Figures.median(server);
    System.out.printf("%nMedians of %d, %d connections, window %d:%n", rounds, connections, window);
    System.out.printf("  relay             %s%n", relay);
    System.out.printf("  server (%-7s)  %s%n", durability, whole);
    System.out.printf(
        "  CPU per message, server to relay: %.2f%n",
        whole.cpuMicrosPerMessage() / relay.cpuMicrosPerMessage());
    return 0;
  }

  private static Figures told(String name, int round, Figures figures) {
    System.out.printf("%-7s %d  %s%n", name, round, figures);
    return figures;
  }

  /** The load that both get. */
  record Load(int connections, int window, int warmupSeconds, int seconds) {}
}
