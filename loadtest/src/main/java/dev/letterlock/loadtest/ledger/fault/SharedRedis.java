package dev.letterlock.loadtest.ledger.fault;

import dev.letterlock.loadtest.provision.RunFailure;
import dev.letterlock.protocol.frame.server.Welcome.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Redis that several servers share: one process, or a Redis Cluster of six, three primaries and
 * a replica of each. One thread.
 */
final class SharedRedis implements AutoCloseable {

  private static final int PRIMARIES = 3;
  private static final int PROCESSES = 2 * PRIMARIES;
  private static final long HEALING_SECONDS = 60;
  private static final int POLL_MILLIS = 100;

  private final List<ChildStore> processes;

  private SharedRedis(List<ChildStore> processes) {
    this.processes = List.copyOf(processes);
  }

  /** Prepares one process. */
  static SharedRedis alone(Path folder, Durability durability) throws IOException {
    return new SharedRedis(List.of(ChildStore.redis(folder, durability)));
  }

  /** Prepares a Redis Cluster. */
  static SharedRedis cluster(Path folder, Durability durability) throws IOException {
    List<ChildStore> processes = new ArrayList<>();
    for (int i = 1; i <= PROCESSES; i++) {
      processes.add(ChildStore.redisOfCluster(folder.resolve(Integer.toString(i)), durability));
    }
    return new SharedRedis(processes);
  }

  /**
   * Starts all processes for the first time.
   *
   * @throws RunFailure if they do not come up, or do not form a cluster
   */
  void start() throws IOException, InterruptedException {
    for (ChildStore process : processes) {
      process.start();
    }
    if (isCluster()) {
      form();
      awaitWhole();
    }
  }

  /** Where servers find one of its processes. */
  int port() {
    return processes.getFirst().port();
  }

  /** How many replicas servers may wait for. */
  int replicas() {
    return isCluster() ? 1 : 0;
  }

  /** The process that is drawn by this number. */
  ChildStore drawn(long number) {
    return processes.get(Math.floorMod(number, processes.size()));
  }

  /** The primary that is drawn by this number. */
  ChildStore drawnPrimary(long number) throws IOException, InterruptedException {
    List<ChildStore> primaries = primaries();
    return primaries.get(Math.floorMod(number, primaries.size()));
  }

  /**
   * Waits until a replica has taken the place of a primary that died.
   *
   * @throws RunFailure if none does
   */
  void awaitPromotion() throws IOException, InterruptedException {
    await("No replica takes the place of a primary that died.", this::isComplete);
  }

  /**
   * Waits until each primary of a cluster has its replica.
   *
   * @throws RunFailure if that does not happen
   */
  void awaitWhole() throws IOException, InterruptedException {
    await("The Redis Cluster is not whole.", () -> isComplete() && replicasFollow() == PRIMARIES);
  }

  @Override
  public void close() {
    processes.forEach(ChildStore::close);
  }

  private boolean isCluster() {
    return processes.size() > 1;
  }

  private void form() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("--cluster", "create"));
    processes.forEach(process -> words.add("127.0.0.1:" + process.port()));
    words.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
    processes.getFirst().ask(words);
  }

  /** All slots are served, and whoever runs knows it. */
  private boolean isComplete() throws IOException, InterruptedException {
    if (primaries().size() != PRIMARIES) {
      return false;
    }
    for (ChildStore process : running()) {
      if (!process.ask(List.of("cluster", "info")).contains("cluster_state:ok")) {
        return false;
      }
    }
    return true;
  }

  private int replicasFollow() throws IOException, InterruptedException {
    int following = 0;
    for (ChildStore process : running()) {
      String role = process.ask(List.of("role"));
      if (role.startsWith("slave") && role.contains("\nconnected\n")) {
        following++;
      }
    }
    return following;
  }

  private List<ChildStore> primaries() throws IOException, InterruptedException {
    List<ChildStore> primaries = new ArrayList<>();
    for (ChildStore process : running()) {
      if (process.ask(List.of("role")).startsWith("master")) {
        primaries.add(process);
      }
    }
    return primaries;
  }

  private List<ChildStore> running() {
    return processes.stream().filter(store -> store.process().isAlive()).toList();
  }

  /** Whether something has come about. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(String otherwise, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEALING_SECONDS);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new RunFailure(RunFailure.UNAVAILABLE, otherwise);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
