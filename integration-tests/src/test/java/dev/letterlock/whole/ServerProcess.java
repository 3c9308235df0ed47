package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.provision.AdminToken;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A real server in a process of its own, which a test can kill without warning and start again on
 * the same ports and data. One thread at a time.
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Pattern CLIENTS = Pattern.compile("clients +(http://127\\.0\\.0\\.1:\\d+)");
  private static final Pattern MANAGEMENT =
      Pattern.compile("management +(http://127\\.0\\.0\\.1:\\d+)");
  private static final String READY = "Stop with Ctrl-C.";

  private final Path folder;
  private final List<String> settings;
  private final Map<String, String> environment = new HashMap<>();
  private int port;
  private int managementPort;
  private @Nullable Process process;

  /**
   * Prepares a server that keeps its data and its output below {@code folder}.
   *
   * @param settings options of {@code serve}, each as {@code --name=value}
   */
  ServerProcess(Path folder, String... settings) {
    this.folder = folder;
    this.settings = List.of(settings);
  }

  /** Sets a variable of its environment. */
  ServerProcess with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Starts it and waits until it serves; later starts take the ports of the first. */
  void start() throws IOException {
    Process started = launch();
    await("the server's banner")
        .atMost(START)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !started.isAlive() || output().contains(READY));
    assertThat(started.isAlive()).as("the server serves: %s", errors()).isTrue();
    port = find(CLIENTS).port();
    managementPort = find(MANAGEMENT).port();
  }

  /** Starts one that shall not come up, and waits for its end. */
  int startAndFail() throws IOException, InterruptedException {
    launch();
    return awaitEnd();
  }

  /** SIGTERM, and waits for the end; returns the exit code. */
  int stop() throws InterruptedException {
    askToStop();
    return awaitEnd();
  }

  /** SIGTERM, and does not wait. */
  void askToStop() {
    running().destroy();
  }

  /** Waits until it ends by itself; returns the exit code. */
  int awaitEnd() throws InterruptedException {
    assertThat(running().waitFor(START.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
    return running().exitValue();
  }

  /** SIGKILL: the process gets no chance to finish anything. */
  void kill() {
    running().destroyForcibly().onExit().join();
  }

  long pid() {
    return running().pid();
  }

  ServerUrl url() {
    return new ServerUrl(false, "127.0.0.1", port);
  }

  ServerUrl managementUrl() {
    return new ServerUrl(false, "127.0.0.1", managementPort);
  }

  /** What {@code /readyz} says. */
  String readiness() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(managementUrl().resolve("/readyz")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  Path data() {
    return folder.resolve("data");
  }

  AdminToken adminToken() {
    return AdminToken.in(data().resolve("admin-token"));
  }

  /** What the newest run said on standard error. */
  String errors() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Runs {@code check} with the same settings, and waits for its end. */
  int check() throws IOException, InterruptedException {
    process = launch("check");
    return awaitEnd();
  }

  /** Starts {@code migrate} with the same settings, and does not wait for its end. */
  void startMigration() throws IOException {
    launch("migrate");
  }

  boolean isAlive() {
    return running().isAlive();
  }

  private Process launch() throws IOException {
    return launch("serve");
  }

  private Process launch(String subcommand) throws IOException {
    List<String> command = ChildJvm.command("-Xmx512m");
    command.addAll(List.of("dev.letterlock.server.Main", subcommand));
    if (!subcommand.equals("migrate")) {
      addUnlessSet(command, "--port=", Integer.toString(port));
      addUnlessSet(command, "--management-port=", Integer.toString(managementPort));
    }
    addUnlessSet(command, "--data-dir=", data().toString());
    command.addAll(settings);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().putAll(environment);
    Process started = builder.start();
    process = started;
    return started;
  }

  private void addUnlessSet(List<String> command, String option, String value) {
    if (settings.stream().noneMatch(setting -> setting.startsWith(option))) {
      command.add(option + value);
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
    Matcher matcher = line.matcher(output());
    assertThat(matcher.find()).as("%s in: %s", line, output()).isTrue();
    return ServerUrl.parse(matcher.group(1));
  }

  /** What the newest run said on standard output. */
  String output() throws IOException {
    return Files.readString(folder.resolve("out"));
  }
}
