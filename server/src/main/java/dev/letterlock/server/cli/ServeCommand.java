package dev.letterlock.server.cli;

import dev.letterlock.server.Drained;
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
import dev.letterlock.settings.Key;
import dev.letterlock.settings.SharedKeys;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Locale;
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
      throw StartFailure.inWords(e, config.storage());
    }
  }

  /** A stop that was asked for is no failure, whatever the signal's usual exit code. */
  private void stop(Letterlock server) {
    Drained drained = server.drain();
    server.close();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "Letterlock has stopped after %.1f s: %d session(s) left, %d had to be closed.%n",
        drained.took().toMillis() / 1000.0,
        drained.left(),
        drained.closed());
    out.flush();
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
      inboxes      %s
      durability   %s
      transport    %s, %d event loop(s)
    Next, in another terminal:
      ./letterlock chat --user NAME%s     talk, end-to-end encrypted
      ./letterlock user add NAME%s        make an account for somebody
      ./letterlock loadtest direct%s      load it; not on data that is to stay
    Stop with Ctrl-C.\
    """
        .formatted(
            seconds,
            scheme,
            server.address(),
            server.managementAddress(),
            server.dataDirectory(),
            inboxes(config),
            promise(config),
            server.transport(),
            config.net().loops().threads(),
            whereForChat(server, scheme),
            whereForAdministration(server),
            whereForLoad(server, scheme));
  }

  private static String whereForChat(Letterlock server, String scheme) {
    return isWhereOthersLook(server)
        ? ""
        : " --url %s://127.0.0.1:%d".formatted(scheme, server.address().getPort());
  }

  /** Options by which the load test finds a server that is not where it looks by itself. */
  private static String whereForLoad(Letterlock server, String scheme) {
    return isWhereOthersLook(server)
        ? ""
        : " --url %s://127.0.0.1:%d --management-url http://127.0.0.1:%d --admin-token-file %s"
            .formatted(
                scheme,
                server.address().getPort(),
                server.managementAddress().getPort(),
                server.dataDirectory().resolve(SharedKeys.KEPT_ADMIN_TOKEN));
  }

  private static String whereForAdministration(Letterlock server) {
    return isWhereOthersLook(server)
        ? ""
        : " --management-port %d --data-dir %s"
            .formatted(server.managementAddress().getPort(), server.dataDirectory());
  }

  private static boolean isWhereOthersLook(Letterlock server) {
    return isDefault(SharedKeys.PORT, server.address().getPort())
        && isDefault(SharedKeys.MANAGEMENT_PORT, server.managementAddress().getPort())
        && isDefault(SharedKeys.DATA_DIR, server.dataDirectory());
  }

  private static boolean isDefault(Key<?> key, Object value) {
    return value.toString().equals(key.defaultText());
  }

  private static String inboxes(ServerConfig config) {
    return config.storage().inboxes().redis() == null ? "there" : "in Redis (REDIS_URL)";
  }

  private static String promise(ServerConfig config) {
    return switch (config.storage().durability()) {
      case SYNC -> "sync: on disk (fsynced) before it is accepted";
      case RELAXED -> "relaxed: survives the process, may lose the last seconds on power loss";
    };
  }
}
