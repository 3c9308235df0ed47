package dev.letterlock.loadtest;

import dev.letterlock.loadtest.ledger.crowd.Crowd;
import dev.letterlock.loadtest.ledger.fault.FaultKind;
import dev.letterlock.loadtest.ledger.fault.Means;
import dev.letterlock.loadtest.ledger.fault.OwnNetwork;
import dev.letterlock.loadtest.ledger.fault.Site;
import dev.letterlock.loadtest.ledger.run.Harm;
import dev.letterlock.loadtest.ledger.run.LedgerPlan;
import dev.letterlock.loadtest.peer.Connector;
import dev.letterlock.loadtest.provision.RunFailure;
import dev.letterlock.protocol.frame.server.Welcome.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code ledger}; picocli fills the fields. */
final class LedgerOptions {

  /** The launcher names itself in this system property. */
  static final String LAUNCHER = "letterlock.launcher";

  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Repeats the faults of the run that printed it. Default: random.")
  @Nullable Long seed;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "How long faults happen; each kind comes once in any case." + DEFAULT)
  int duration = 60;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Devices in all, a multiple of --devices." + DEFAULT)
  int connections = 40;

  @Option(
      names = "--devices",
      paramLabel = "N",
      description = "Devices of each user, 1 to 16." + DEFAULT)
  int devices = 2;

  @Option(
      names = "--idle",
      paramLabel = "N",
      description =
          "Sessions besides that only are there, in a process of its own for each 10,000; they come"
              + " back whenever a fault ends them."
              + DEFAULT)
  int idle = 0;

  @Option(names = "--rate", paramLabel = "N", description = "Messages a second in all." + DEFAULT)
  double rate = 1000;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Messages that one device may have unanswered, 1 to 256." + DEFAULT)
  int window = 16;

  @Option(
      names = "--faults",
      paramLabel = "KIND",
      split = ",",
      converter = KindConverter.class,
      description =
          "Only these: kill, restart, freeze, cut, strand, hold, delay, crash, stall, reject,"
              + " clock, full, storm, isolate, loss, narrow, and with several nodes partition, roll, redis-kill, redis-freeze, database-kill,"
              + " database-full, redis-tail with --durability relaxed, redis-promote with"
              + " --redis-cluster; with commas between them. Default: all that this machine has the"
              + " means for.")
  @Nullable List<FaultKind> faults;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description =
          "Servers, 1 to 9; several share a Redis, which is started from the PATH, and the database"
              + " of --database."
              + DEFAULT)
  int nodes = 1;

  @Option(
      names = "--redis-cluster",
      description = "Several servers share a Redis Cluster of six processes, and not one Redis.")
  boolean redisCluster;

  @Option(
      names = "--durability",
      paramLabel = "sync|relaxed",
      converter = DurabilityConverter.class,
      description =
          "What the servers keep before they answer; with several nodes, when their Redis syncs."
              + " Default: sync.")
  Durability durability = Durability.SYNC;

  @Option(
      names = "--database",
      paramLabel = "FILE",
      description =
          "What is called with a folder and a port to start a database with the protocol of MongoDB"
              + " there; needed for several nodes.")
  @Nullable Path database;

  @Option(
      names = "--launcher",
      paramLabel = "FILE",
      description =
          "What is called with serve to start a server. Default: the launcher that started this.")
  @Nullable Path launcher;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "Where the server's data and the ledgers are kept; empty or absent. Default: a temporary"
              + " one, which goes when all went well.")
  @Nullable Path folder;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Event loops of the devices." + DEFAULT)
  int threads = 1;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report as JSON too; - for standard output.")
  @Nullable Path json;

  /**
   * The options, checked.
   *
   * @param drawnSeed for a run without {@code --seed}
   * @param home where the run keeps its files
   * @param means what the machine has for faults
   * @throws RunFailure if there is nothing to start a server with, or if the machine lacks what a
   *     fault needs that was asked for
   */
  LedgerPlan plan(long drawnSeed, Path home, Means means) {
    List<FaultKind> kinds = kinds(means);
    Connector.requireFiles(Math.min(idle, Crowd.PER_PROCESS));
    return new LedgerPlan(
        new Harm(seed == null ? drawnSeed : seed, Duration.ofSeconds(duration), kinds),
        connections / devices,
        devices,
        idle,
        rate,
        window,
        threads,
        site(home, means, kinds.contains(FaultKind.CLOCK) ? means.clock() : null));
  }

  /** Whether any fault needs a network that the run has to itself. */
  boolean wantsOwnNetwork(Means means) {
    return means.network() == null && kinds(means).stream().anyMatch(FaultKind::needsOwnNetwork);
  }

  /** All words of the command line. */
  List<String> words() {
    return command == null
        ? List.of()
        : command.root().commandLine().getParseResult().originalArgs();
  }

  /**
   * Says what is out of range, before anything begins.
   *
   * @throws ParameterException if something is
   */
  void check() {
    require(duration >= 1, "--duration: " + duration + " (expected: 1 or more seconds)");
    require(devices >= 1 && devices <= 16, "--devices: " + devices + " (expected: 1 to 16)");
    require(
        connections >= 2 * devices && connections % devices == 0,
        "--connections: " + connections + " (expected: a multiple of --devices, 2 users or more)");
    require(idle >= 0, "--idle: " + idle + " (expected: 0 or more)");
    require(rate >= 1 && rate <= 100_000, "--rate: " + rate + " (expected: 1 to 100000)");
    require(window >= 1 && window <= 256, "--window: " + window + " (expected: 1 to 256)");
    require(nodes >= 1 && nodes <= 9, "--nodes: " + nodes + " (expected: 1 to 9)");
    require(
        nodes == 1 || database != null,
        "--nodes: " + nodes + " (expected: with --database, what starts the one that they share)");
    require(nodes > 1 || !redisCluster, "--redis-cluster (expected: with --nodes 2 or more)");
    require(threads >= 1, "--threads: " + threads + " (expected: 1 or more)");
    require(ReportFile.isPossible(json), "--json: " + json + ReportFile.EXPECTED);
  }

  private List<FaultKind> kinds(Means means) {
    if (faults == null) {
      return Stream.of(FaultKind.values())
          .filter(kind -> means.missingFor(kind) == null && has(kind.need()))
          .toList();
    }
    for (FaultKind kind : faults) {
      if (!has(kind.need())) {
        throw new RunFailure(
            RunFailure.CONFIGURATION,
            "--faults " + kind.label() + " needs " + kind.need().words() + ".");
      }
      String missing = means.missingFor(kind);
      if (missing != null) {
        throw new RunFailure(
            RunFailure.MACHINE, "--faults " + kind.label() + " needs " + missing + ".");
      }
    }
    return faults;
  }

  private boolean has(FaultKind.Need need) {
    return switch (need) {
      case NOTHING -> true;
      case NODES -> nodes > 1;
      case ONE_REDIS -> nodes > 1 && !redisCluster;
      case RELAXED_REDIS -> nodes > 1 && !redisCluster && durability == Durability.RELAXED;
      case CLUSTER -> redisCluster;
    };
  }

  private Site.Plan site(Path home, Means means, @Nullable Path clock) {
    String missing = means.missingForNodes();
    if (nodes > 1 && missing != null) {
      throw new RunFailure(RunFailure.MACHINE, "--nodes " + nodes + " needs " + missing + ".");
    }
    Path shared = database == null ? null : database.toAbsolutePath();
    return new Site.Plan(
        launcher().toAbsolutePath(),
        home,
        durability,
        nodes,
        redisCluster,
        shared,
        OwnNetwork.isEntered(),
        clock);
  }

  private Path launcher() {
    String own = System.getProperty(LAUNCHER);
    if (launcher != null) {
      return launcher;
    }
    if (own != null) {
      return Path.of(own);
    }
    throw new RunFailure(
        RunFailure.CONFIGURATION,
        "Nothing to start a server with: use ./letterlock loadtest ledger, or name what is called"
            + " with serve by --launcher.");
  }

  private void require(boolean right, String message) {
    if (!right && command != null) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  /** Durabilities as the setting names them. */
  static final class DurabilityConverter implements ITypeConverter<Durability> {
    @Override
    public Durability convert(String name) {
      return Stream.of(Durability.values())
          .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'" + name + "' (expected: sync or relaxed)"));
    }
  }

  /** Kinds of faults by their labels. */
  static final class KindConverter implements ITypeConverter<FaultKind> {
    @Override
    public FaultKind convert(String label) {
      try {
        return FaultKind.of(label);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
