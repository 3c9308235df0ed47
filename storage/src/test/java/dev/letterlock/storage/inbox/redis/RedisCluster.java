package dev.letterlock.storage.inbox.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.letterlock.protocol.id.UserId;
import dev.letterlock.storage.inbox.Durability;
import dev.letterlock.storage.inbox.InboxSettings;
import dev.letterlock.storage.inbox.redis.link.LinkConfig;
import dev.letterlock.storage.inbox.redis.script.Bases;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A Redis Cluster of six processes: three primaries with a third of the slots each, and a replica
 * of each. The test classes of a process share it, because it takes seconds to form; it ends with
 * the last of them, is made whole and emptied before each test. Where redis-server is not on the
 * PATH, the class is skipped and says why.
 */
public final class RedisCluster implements BeforeAllCallback, BeforeEachCallback {
  private static final Namespace SHARED = Namespace.create(RedisCluster.class);
  private static final int PRIMARIES = 3;
  private static final int SLOTS = 16384;
  private static final int PROCESSES = 2 * PRIMARIES;
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private List<RedisServer> servers = List.of();

  /** The processes, and what ends them. */
  private record Started(List<RedisServer> servers) implements AutoCloseable {
    @Override
    public void close() {
      servers.forEach(RedisServer::close);
    }
  }

  private static RedisServer server(int busPort) {
    return new RedisServer(
        "--cluster-enabled", "yes",
        "--cluster-port", Integer.toString(busPort),
        "--cluster-node-timeout", "5000",
        "--cluster-require-full-coverage", "no",
        "--repl-diskless-sync-delay", "0");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    servers =
        context
            .getRoot()
            .getStore(SHARED)
            .computeIfAbsent(Started.class, _ -> start(), Started.class)
            .servers();
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    for (RedisServer server : servers) {
      if (!server.isRunning()) {
        server.start();
      }
    }
    await("all serve").atMost(START).until(() -> servers.stream().allMatch(this::serves));
    primaries().forEach(primary -> assertThat(primary.say("FLUSHALL")).isEqualTo("+OK"));
  }

  private Started start() {
    int[] busPorts = IntStream.range(0, PROCESSES).map(_ -> RedisServer.freePort()).toArray();
    servers = IntStream.of(busPorts).mapToObj(RedisCluster::server).toList();
    Started started = new Started(servers);
    try {
      form(busPorts);
    } catch (IOException | RuntimeException e) {
      started.close();
      throw new IllegalStateException("cluster: not formed (expected: six processes)", e);
    }
    return started;
  }

  private void form(int[] busPorts) throws IOException {
    for (RedisServer server : servers) {
      server.start();
    }
    for (int i = 0; i < PROCESSES; i++) {
      ok(servers.get(i), "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
      if (i < PRIMARIES) {
        int first = i * SLOTS / PRIMARIES;
        int last = (i + 1) * SLOTS / PRIMARIES - 1;
        ok(servers.get(i), "CLUSTER ADDSLOTSRANGE " + first + " " + last);
      }
      if (i > 0) {
        String where = "127.0.0.1 " + servers.get(i).port() + " " + busPorts[i];
        ok(servers.getFirst(), "CLUSTER MEET " + where);
      }
    }
    await("all know each other").atMost(START).until(() -> servers.stream().allMatch(this::sees));
    for (int i = 0; i < PRIMARIES; i++) {
      String id = servers.get(i).ask("CLUSTER MYID");
      ok(servers.get(PRIMARIES + i), "CLUSTER REPLICATE " + id);
    }
  }

  private boolean sees(RedisServer server) {
    return server.ask("CLUSTER INFO").contains("cluster_known_nodes:" + PROCESSES)
        && !server.ask("CLUSTER NODES").contains("handshake");
  }

  /** It follows or is followed, and sees all slots served by somebody. */
  private boolean serves(RedisServer server) {
    String replication = server.ask("INFO replication");
    return (replication.contains("master_link_status:up")
            || replication.contains("connected_slaves:1"))
        && server.ask("CLUSTER INFO").contains("cluster_state:ok")
        && server.ask("CLUSTER INFO").contains("cluster_slots_ok:" + SLOTS)
        && !server.ask("CLUSTER NODES").contains("fail");
  }

  public List<RedisServer> servers() {
    return servers;
  }

  /** Those that have slots now and run. */
  public List<RedisServer> primaries() {
    return servers.stream().filter(RedisCluster::isPrimary).toList();
  }

  /** The primary that has what belongs to a user. */
  public RedisServer primaryOf(UserId user) {
    String key = "ll{" + Bases.partition(user) + "}m";
    return primaries().stream()
        .filter(server -> !server.say("TYPE " + key).startsWith("-MOVED"))
        .findFirst()
        .orElseThrow();
  }

  /** A user of each primary that runs, no two in one partition. */
  public List<UserId> usersApart() {
    Map<RedisServer, UserId> users = new LinkedHashMap<>();
    for (long i = 1; users.size() < primaries().size(); i++) {
      UserId user = new UserId(i, 7);
      users.putIfAbsent(primaryOf(user), user);
    }
    return List.copyOf(users.values());
  }

  /** Moves the slot of one user, key by key, to the primary that another is on. */
  public void moveSlotOf(UserId user, UserId other) {
    RedisServer from = primaryOf(user);
    RedisServer to = primaryOf(other);
    String slot = from.say("CLUSTER KEYSLOT ll{" + Bases.partition(user) + "}m").substring(1);
    ok(to, "CLUSTER SETSLOT " + slot + " IMPORTING " + from.ask("CLUSTER MYID"));
    ok(from, "CLUSTER SETSLOT " + slot + " MIGRATING " + to.ask("CLUSTER MYID"));
    String move =
        "EVAL \"local keys = redis.call('CLUSTER','GETKEYSINSLOT',ARGV[1],1); if #keys > 0 then"
            + " redis.call('MIGRATE','127.0.0.1',ARGV[2],keys[1],0,5000) end; return #keys\" 0 ";
    while (!from.say(move + slot + " " + to.port()).equals(":0")) {
      // One after the other, as tools do.
    }
    for (RedisServer server : List.of(to, from)) {
      ok(server, "CLUSTER SETSLOT " + slot + " NODE " + to.ask("CLUSTER MYID"));
    }
  }

  private static boolean isPrimary(RedisServer server) {
    return server.isRunning() && server.ask("INFO replication").contains("role:master");
  }

  private static void ok(RedisServer server, String command) {
    assertThat(server.say(command)).as(command).isEqualTo("+OK");
  }

  /** One that runs; it knows the others. */
  public String uri() {
    return primaries().getFirst().uri();
  }

  /** How an engine is told of it. */
  public RedisConfig config(InboxSettings with) {
    return config(with, 0);
  }

  public RedisConfig config(InboxSettings with, int replicaAcks) {
    return new RedisConfig(
        new LinkConfig(uri(), Durability.SYNC, replicaAcks, with.clock(), PATIENCE),
        with.inboxLimit());
  }
}
