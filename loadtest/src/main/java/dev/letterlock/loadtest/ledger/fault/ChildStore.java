package dev.letterlock.loadtest.ledger.fault;

import dev.letterlock.loadtest.provision.RunFailure;
import dev.letterlock.protocol.frame.server.Welcome.Durability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What several servers share, in a process of its own: Redis or the database, on one port of
 * loopback for all its starts. One thread.
 */
final class ChildStore implements AutoCloseable {

  private static final long START_SECONDS = 60;
  private static final int POLL_MILLIS = 20;
  private static final int LARGEST_PORT = 65_535;

  /** A process of a cluster listens on this much higher a port, too. */
  private static final int CLUSTER_BUS = 10_000;

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final List<String> command;
  private final Path folder;
  private final int port;
  private final Child process = new Child();

  private ChildStore(List<String> command, Path folder, int port) {
    this.command = List.copyOf(command);
    this.folder = folder;
    this.port = port;
  }

  /**
   * A Redis that loses nothing that it has answered, or up to a second of it.
   *
   * @param folder for its files and what it says; made
   */
  static ChildStore redis(Path folder, Durability durability) throws IOException {
    return redis(folder, durability, freePort(), List.of());
  }

  /**
   * The same as one of a Redis Cluster, which misses another that is silent for two seconds.
   *
   * @param folder for its files and what it says; made
   */
  static ChildStore redisOfCluster(Path folder, Durability durability) throws IOException {
    int port = freePort();
    while (port > LARGEST_PORT - CLUSTER_BUS || !isFree(port + CLUSTER_BUS)) {
      port = freePort();
    }
    return redis(
        folder,
        durability,
        port,
        List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
  }

  private static ChildStore redis(
      Path folder, Durability durability, int port, List<String> options) throws IOException {
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>(List.of("redis-server", "--bind", "127.0.0.1"));
    command.addAll(options);
    command.addAll(List.of("--port", Integer.toString(port), "--save", ""));
    command.addAll(List.of("--appendonly", "yes", "--auto-aof-rewrite-percentage", "0"));
    command.addAll(List.of("--appendfsync", durability == Durability.SYNC ? "always" : "everysec"));
    return new ChildStore(command, folder, port);
  }

  /**
   * A database with the protocol of MongoDB.
   *
   * @param launcher called with the folder and the port; must become the database's process
   * @param folder for its files and what it says; made
   */
  static ChildStore database(Path launcher, Path folder) throws IOException {
    int port = freePort();
    Files.createDirectories(folder);
    return new ChildStore(
        List.of(launcher.toString(), folder.toString(), Integer.toString(port)), folder, port);
  }

  /**
   * Starts it over what earlier starts have left, and waits until it takes connections.
   *
   * @throws RunFailure if it does not come up
   */
  void start() throws IOException, InterruptedException {
    Path log = folder.resolve("store.log");
    process.launch(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())),
        Map.of());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!takesConnections()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new RunFailure(
            RunFailure.UNAVAILABLE,
            command.getFirst() + " does not come up; what it said is in " + log + ".");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** What faults happen to. */
  Child process() {
    return process;
  }

  /** What it keeps on disk. */
  Path folder() {
    return folder;
  }

  int port() {
    return port;
  }

  /**
   * What {@code redis-cli} says to these words.
   *
   * @throws RunFailure if it fails
   */
  String ask(List<String> words) throws IOException, InterruptedException {
    List<String> call = new ArrayList<>(List.of("redis-cli", "-p", Integer.toString(port)));
    call.addAll(words);
    Process asking = new ProcessBuilder(call).redirectErrorStream(true).start();
    String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (asking.waitFor() != 0) {
      throw new RunFailure(RunFailure.MACHINE, String.join(" ", call) + " failed: " + answer);
    }
    return answer;
  }

  @Override
  public void close() {
    process.close();
  }

  private boolean takesConnections() {
    try (Socket socket = new Socket(LOOPBACK, port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, LOOPBACK)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }
}
