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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server in a process of its own with its own {@code DATA_DIR}, away from the caller's settings,
 * on ports that each start takes anew. It ends with this process. One thread.
 */
public final class ChildServer implements AutoCloseable {

  /** Nothing that was lost may be covered up by devices that hand it in again of themselves. */
  private static final List<String> OPTIONS =
      List.of(
          "--port=0",
          "--management-port=0",
          "--accepted-horizon=0s",
          "--drain-seconds=2",
          "--limit-claim-pair=off",
          "--limit-claim-targets=off",
          "--limit-claim-drain=off",
          "--log-level=warn");

  private static final Set<String> KEPT_VARIABLES =
      Set.of(
          "PATH",
          "HOME",
          "LANG",
          "TMPDIR",
          "JAVA_HOME",
          "LETTERLOCK_JAVA_HOME",
          "LETTERLOCK_JAVA_OPTS");

  private static final Pattern CLIENTS = Pattern.compile("clients +(http://[0-9.]+:\\d+)");
  private static final Pattern MANAGEMENT = Pattern.compile("management +(http://[0-9.]+:\\d+)");
  private static final String READY = "Stop with Ctrl-C.";
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 30;
  private static final int POLL_MILLIS = 20;

  private final Path launcher;
  private final Path folder;
  private final Thread endWithUs = new Thread(this::close, "ledger-end");
  private volatile @Nullable Process process;

  /**
   * Prepares a server.
   *
   * @param launcher called with {@code serve} and its options; must become the server's process
   * @param folder for its data and what it says
   */
  public ChildServer(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(endWithUs);
  }

  /**
   * Starts it and waits until it serves.
   *
   * @throws RunFailure if it does not come up
   */
  public void start() throws IOException, InterruptedException {
    Process started = launch();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!output().contains(READY)) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        throw new RunFailure(
            RunFailure.UNAVAILABLE,
            "The server does not come up; what it said is in " + log() + ".");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** Where its clients connect. */
  public ServerUrl url() throws IOException {
    return find(CLIENTS);
  }

  public ServerUrl managementUrl() throws IOException {
    return find(MANAGEMENT);
  }

  public AdminToken adminToken() {
    return AdminToken.keptIn(data());
  }

  /** SIGKILL, and waits until the process is dead. */
  public void kill() {
    running().destroyForcibly().onExit().join();
  }

  /**
   * SIGTERM, and waits for the end.
   *
   * @return the exit code
   * @throws RunFailure if it does not end
   */
  public int stop() throws InterruptedException {
    Process ending = running();
    ending.destroy();
    if (!ending.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      throw new RunFailure(RunFailure.MACHINE, "The server does not stop when told to.");
    }
    return ending.exitValue();
  }

  /** SIGSTOP: it stands still until {@link #thaw}. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** No file of it can grow until {@link #letFilesGrow}. */
  public void stopFilesGrowing() throws IOException, InterruptedException {
    limitFiles("1");
  }

  public void letFilesGrow() throws IOException, InterruptedException {
    limitFiles("unlimited");
  }

  /** What all its starts said on standard error. */
  public Path log() {
    return folder.resolve("server.log");
  }

  @Override
  public void close() {
    Process last = process;
    if (last != null) {
      last.destroyForcibly().onExit().join();
    }
    if (!Thread.currentThread().equals(endWithUs)) {
      forgetHook();
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(endWithUs);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook has run or will.
    }
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString(), "serve"));
    command.addAll(OPTIONS);
    command.add("--data-dir=" + data());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(banner().toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(KEPT_VARIABLES);
    Process started = builder.start();
    process = started;
    return started;
  }

  private void signal(String name) throws IOException, InterruptedException {
    call("kill", "-" + name, Long.toString(running().pid()));
  }

  /** Sets the soft limit alone, so that it can be raised again. */
  private void limitFiles(String bytes) throws IOException, InterruptedException {
    call(
        "prlimit",
        "--pid=" + running().pid(),
        "--fsize=" + bytes + (bytes.equals("unlimited") ? "" : ":"));
  }

  private static void call(String... command) throws IOException, InterruptedException {
    int code = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (code != 0) {
      throw new RunFailure(
          RunFailure.MACHINE, String.join(" ", command) + " failed with " + code + ".");
    }
  }

  private Process running() {
    Process current = process;
    if (current == null) {
      throw new IllegalStateException("server: not started (expected: started)");
    }
    return current;
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

  private Path banner() {
    return folder.resolve("server.out");
  }

  private Path data() {
    return folder.resolve("data");
  }
}
