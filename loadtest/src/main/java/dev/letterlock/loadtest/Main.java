package dev.letterlock.loadtest;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.letterlock.loadtest.provision.RunFailure;
import dev.letterlock.loadtest.scenario.ConnectScenario;
import dev.letterlock.loadtest.scenario.DirectScenario;
import dev.letterlock.loadtest.scenario.FanoutScenario;
import dev.letterlock.loadtest.scenario.IdleScenario;
import dev.letterlock.loadtest.scenario.OfflineScenario;
import dev.letterlock.loadtest.scenario.SoakScenario;
import java.io.Console;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/**
 * {@code letterlock loadtest}: drives a running server with real clients and tells what it found.
 * Its {@link dev.letterlock.loadtest.report.Verdict} is its exit code.
 */
@Command(
    name = "letterlock loadtest",
    description = "Drives a running server with real clients and reports what it found.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    showDefaultValues = false)
public final class Main {

  private static final int USUAL = 200;
  private static final int USUAL_IDLE = 1000;
  private static final int USUAL_CONNECT = 64;
  private static final int USUAL_OFFLINE = 400;

  private final PrintStream out;

  private final PrintStream err;

  private final boolean live;

  private Main(PrintStream out, PrintStream err, boolean live) {
    this.out = out;
    this.err = err;
    this.live = live;
  }

  /** Runs the command and exits with its code. */
  @SuppressWarnings("SystemConsoleNull") // it is null where standard input is redirected
  public static void main(String[] args) {
    @Nullable Console console = System.console();
    System.exit(run(System.out, System.err, console != null && console.isTerminal(), args));
  }

  /**
   * Runs the command.
   *
   * @param out where the report goes
   * @param err where else what is said to people goes, with {@code --json -}
   * @param live whether {@code out} is a terminal that can show a moving bar
   * @return the exit code
   */
  public static int run(PrintStream out, PrintStream err, boolean live, String... args) {
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.WARN);
    }
    CommandLine commands = new CommandLine(new Main(out, err, live));
    commands.setExecutionExceptionHandler((failure, command, _) -> {
      if (failure instanceof RunFailure known) {
        command.getErr().println(known.getMessage());
        return known.exitCode();
      }
      throw failure;
    });
    return commands.execute(args);
  }

  @Command(description = "Pairs of devices, one way, encrypted and verified.")
  int direct(@Mixin RunOptions options) throws Exception {
    return new Runner(options, out, err, live).run(new DirectScenario(), USUAL);
  }

  @Command(description = "Sessions that do nothing: what each costs in memory.")
  int idle(@Mixin RunOptions options) throws Exception {
    return new Runner(options, out, err, live).run(new IdleScenario(), USUAL_IDLE);
  }

  @Command(description = "Connect, Hello, Welcome, goodbye, as fast as it goes.")
  int connect(@Mixin RunOptions options) throws Exception {
    return new Runner(options, out, err, live).run(new ConnectScenario(), USUAL_CONNECT);
  }

  @Command(description = "Messages for absent devices, which then come and fetch them.")
  int offline(@Mixin RunOptions options) throws Exception {
    return new Runner(options, out, err, live).run(new OfflineScenario(), USUAL_OFFLINE);
  }

  @Command(description = "One sender, and users with many devices.")
  int fanout(@Mixin RunOptions options) throws Exception {
    return new Runner(options, out, err, live).run(new FanoutScenario(), USUAL);
  }

  @Command(
      description =
          "Steady traffic with devices that come and go: does what the server holds stay flat?")
  int soak(@Mixin RunOptions options) throws Exception {
    return new Runner(options, out, err, live).run(new SoakScenario(), USUAL);
  }

  @Command(
      description =
          "Devices that write down everything, and a server of its own that is killed, stopped and"
              + " cut off: was every promise kept?")
  int ledger(@Mixin LedgerOptions options) throws Exception {
    return new LedgerRunner(options, out, err, live).run();
  }
}
