package dev.letterlock.server.cli;

import dev.letterlock.server.Letterlock;
import dev.letterlock.server.Logging;
import dev.letterlock.server.ThisMachine;
import dev.letterlock.server.cli.run.CommandFailure;
import dev.letterlock.server.cli.run.ConfigFlags;
import dev.letterlock.server.cli.run.ExitCode;
import dev.letterlock.server.cli.run.Surroundings;
import dev.letterlock.server.config.ConfigReader;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.net.EdgeFault;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Runs a server until it is told to stop: SIGTERM and Ctrl-C drain it and end with 0. It also
 * stops, with 78, when another server has taken over its database.
 */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Run the server. Each option is a setting of docs/OPERATIONS.md.",
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  private volatile int exitCode = ExitCode.OK;

  @Spec private CommandSpec spec;

  ServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    ServerConfig config =
        ConfigReader.read(ConfigFlags.sources(spec, surroundings), new ThisMachine());
    Logging.configure(config.log());
    Letterlock server = start(config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "letterlock-stop"));
    spec.commandLine().getOut().println(banner(server, config));
    spec.commandLine().getOut().flush();
    String other = server.evicted().toCompletableFuture().join();
    exitCode = ExitCode.CONFIGURATION;
    throw new CommandFailure(
        exitCode, "MONGODB_URI: another server has taken over that database: " + other);
  }

  private static Letterlock start(ServerConfig config) {
    try {
      return Letterlock.start(config, Clock.systemUTC());
    } catch (EdgeFault | RuntimeException e) {
      throw StartFailure.inWords(e, config);
    }
  }

  /** A stop that was asked for is no failure, whatever the signal's usual exit code. */
  private void stop(Letterlock server) {
    server.drain();
    server.close();
    Runtime.getRuntime().halt(exitCode);
  }

  private static String banner(Letterlock server, ServerConfig config) {
    String scheme = config.net().tls() == null ? "http" : "https";
    double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
    return """
    Letterlock is ready after %.1f s.
      clients      %s:/%s (WebSocket at /v1/ws)
      management   http:/%s (metrics, health, administration)
      data         %s
      durability   %s
      transport    %s, %d event loop(s)
    Next, in another terminal:
      ./letterlock loadtest direct      try it with real clients
      ./letterlock user add NAME        make an account
    Stop with Ctrl-C.\
    """
        .formatted(
            seconds,
            scheme,
            server.address(),
            server.managementAddress(),
            server.dataDirectory(),
            promise(config),
            server.transport(),
            config.net().loops().threads());
  }

  private static String promise(ServerConfig config) {
    return switch (config.storage().durability()) {
      case SYNC -> "sync: on disk (fsynced) before it is accepted";
      case RELAXED -> "relaxed: survives the process, may lose the last seconds on power loss";
    };
  }
}
