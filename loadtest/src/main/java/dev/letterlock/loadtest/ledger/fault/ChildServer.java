package dev.letterlock.loadtest.ledger.fault;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.provision.AdminToken;
import dev.letterlock.loadtest.provision.RunFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server in a process of its own with its own {@code DATA_DIR}, on ports that each start takes
 * anew. One thread.
 */
public final class ChildServer implements AutoCloseable {

  /**
   * Nothing that was lost may be covered up by devices that hand it in again of themselves. What
   * waits for seconds moves to a database that is not the server's own, so that faults find it
   * there and on its way.
   */
  private static final List<String> OPTIONS =
      List.of(
          "--port=0",
          "--management-port=0",
          "--accepted-horizon=0s",
          "--inbox-age=1s",
          "--drain-seconds=2",
          "--limit-claim-pair=off",
          "--limit-claim-targets=off",
          "--limit-claim-drain=off",
          "--log-level=warn");

  private static final Pattern CLIENTS = Pattern.compile("clients +(http://[0-9.]+:\\d+)");
  private static final Pattern MANAGEMENT = Pattern.compile("management +(http://[0-9.]+:\\d+)");
  private static final String READY = "Stop with Ctrl-C.";
  private static final long START_SECONDS = 120;
  private static final int POLL_MILLIS = 20;

  private final Path launcher;
  private final Path folder;
  private final List<String> options = new ArrayList<>(OPTIONS);
  private final Child process = new Child();
  private final @Nullable ChildClock clock;

  /**
   * Prepares a server.
   *
   * @param launcher called with {@code serve} and its options; must become the server's process
   * @param folder for its data and what it says; exists
   * @param shared options that name what it shares with others
   * @param library libfaketime, when its clock shall be set
   */
  ChildServer(Path launcher, Path folder, List<String> shared, @Nullable Path library)
      throws IOException {
    this.launcher = launcher;
    this.folder = folder;
    options.add("--data-dir=" + data());
    options.addAll(shared);
    clock = library == null ? null : new ChildClock(library, folder.resolve("clock"));
  }

  /**
   * Starts it and waits until it serves.
   *
   * @throws RunFailure if it does not come up
   */
  void start() throws IOException, InterruptedException {
    launch();
    awaitReady();
  }

  /** Begins to start it; {@link #awaitReady} is to follow. */
  void launch() throws IOException {
    tidyUp();
    process.launch(
        new ProcessBuilder(command())
            .directory(folder.toFile())
            .redirectOutput(banner().toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile())),
        clock == null ? Map.of() : clock.variables());
  }

  /**
   * Waits until it serves.
   *
   * @throws RunFailure if it does not come up
   */
  void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!output().contains(READY)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new RunFailure(
            RunFailure.UNAVAILABLE,
            "The server does not come up; what it said is in " + log() + ".");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** What faults happen to. */
  Child process() {
    return process;
  }

  /**
   * Its wall clock.
   *
   * @throws IllegalStateException if it was started with the machine's
   */
  ChildClock clock() {
    if (clock == null) {
      throw new IllegalStateException("clock: the machine's (expected: one of its own)");
    }
    return clock;
  }

  /** Where its clients connect. */
  ServerUrl url() throws IOException {
    return find(CLIENTS);
  }

  public ServerUrl managementUrl() throws IOException {
    return find(MANAGEMENT);
  }

  public AdminToken adminToken() {
    return AdminToken.keptIn(data());
  }

  @Override
  public void close() {
    process.close();
    tidyUp();
  }

  /** After the last start, if there was one; that process has ended. */
  private void tidyUp() {
    if (clock != null) {
      process.pid().ifPresent(ChildClock::tidyUpAfter);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "serve"));
    command.addAll(options);
    return command;
  }

  private ServerUrl find(Pattern line) throws IOException {
    String said = output();
    Matcher matcher = line.matcher(said);
    if (!matcher.find()) {
      throw new IllegalStateException("banner: no " + line + " (expected: an address)");
    }
    return ServerUrl.parse(matcher.group(1));
  }

  private String output() throws IOException {
    return Files.readString(banner());
  }

  /** What all its starts said on standard error. */
  private Path log() {
    return folder.resolve("server.log");
  }

  private Path banner() {
    return folder.resolve("server.out");
  }

  private Path data() {
    return folder.resolve("data");
  }
}
