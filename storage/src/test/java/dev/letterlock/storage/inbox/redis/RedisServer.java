package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.redis.link.LinkConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A redis-server process of a test class, with its files in a temporary directory; emptied before
 * each test. Where the program is not on the PATH, the class is skipped and says why.
 */
public final class RedisServer
    implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Of tests that wait until it has run out. */
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(5);

  private final List<String> options;
  private final int port;
  private @Nullable Path directory;
  private @Nullable Process process;

  /**
   * @param options of the command line, beyond those that make it durable
   */
  public RedisServer(String... options) {
    this.options = List.of(options);
    port = freePort();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    assertThat(say("FLUSHALL")).isEqualTo("+OK");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** Starts the process over what an earlier one has left. */
  public void start() throws IOException {
    Assumptions.assumeTrue(isInstalled(), "skipped: redis-server is not on the PATH");
    Path files = directory == null ? Files.createTempDirectory("letterlock-redis") : directory;
    directory = files;
    List<String> command = new ArrayList<>();
    command.addAll(List.of("redis-server", "--port", Integer.toString(port)));
    command.addAll(List.of("--bind", "127.0.0.1", "--dir", files.toString(), "--save", ""));
    command.addAll(List.of("--appendonly", "yes", "--appendfsync", "always"));
    command.addAll(options);
    Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
    process = started;
    BufferedReader lines = started.inputReader();
    String line = lines.readLine();
    while (line != null && !line.contains("Ready to accept connections")) {
      line = lines.readLine();
    }
    assertThat(line).as("redis-server started").isNotNull();
    Thread.ofPlatform().daemon().start(() -> drain(lines));
  }

  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Sends the process a signal, such as STOP. */
  public void signal(String name) throws IOException, InterruptedException {
    Process running = Objects.requireNonNull(process);
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).start();
    assertThat(kill.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  public Path directory() {
    return Objects.requireNonNull(directory);
  }

  /** How an engine is told of it. */
  public RedisConfig config(InboxSettings with) {
    return config(with, Durability.SYNC, 0);
  }

  public RedisConfig config(InboxSettings with, Durability durability, int replicaAcks) {
    return config(with, durability, replicaAcks, PATIENCE);
  }

  /** How an engine is told of it that soon has enough of a Redis that does not answer. */
  RedisConfig impatient(InboxSettings with, int replicaAcks) {
    return config(with, Durability.SYNC, replicaAcks, SHORT_PATIENCE);
  }

  private RedisConfig config(
      InboxSettings with, Durability durability, int replicaAcks, Duration patience) {
    return new RedisConfig(
        new LinkConfig(uri(), durability, replicaAcks, with.clock(), patience), with.inboxLimit());
  }

  /** Sends a command of plain words; the first line of the answer. */
  public String say(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a command of plain words whose answer is a text; the text. */
  String ask(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String head = answer.readLine();
      assertThat(head).as(command).startsWith("$");
      char[] text = new char[Integer.parseInt(head.substring(1))];
      int read = 0;
      while (read < text.length) {
        int more = answer.read(text, read, text.length - read);
        assertThat(more).as(command).isPositive();
        read += more;
      }
      return new String(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    Path files = directory;
    if (files != null) {
      try (var all = Files.walk(files)) {
        all.sorted(java.util.Comparator.reverseOrder()).forEach(RedisServer::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  static boolean isInstalled() {
    return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "redis-server")));
  }

  /** On no virtual thread: a read of a pipe keeps its carrier, and there are six to a cluster. */
  private static void drain(BufferedReader lines) {
    try {
      while (lines.readLine() != null) {
        // Nobody wants it, and a full pipe would stop the process.
      }
    } catch (IOException _) {
      // It was killed.
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
