package dev.letterlock.loadtest.ledger.fault;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.ledger.crowd.Crowd;
import dev.letterlock.protocol.frame.server.Welcome.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All processes of a run: one server with all that it keeps, or several with a Redis and a database
 * that they share; and the proxy through which devices reach any of them. One thread.
 */
public final class Site implements AutoCloseable {

  private static final int SECRET_BYTES = 32;
  private static final String LOOPBACK = "127.0.0.1";

  private final Plan plan;
  private final FaultProxy proxy;
  private final List<ChildServer> servers = new ArrayList<>();
  private final @Nullable Stores stores;
  private Crowd crowd = Crowd.none();

  /**
   * What to start.
   *
   * @param launcher called with {@code serve} to start a server
   * @param folder for the data of all processes; exists
   * @param durability what the servers are told to keep
   * @param nodes how many servers, 1 or more
   * @param cluster whether several share a Redis Cluster, and not a single Redis
   * @param database called with a folder and a port to start the database; of no use to one server
   * @param network whether it is in a {@link OwnNetwork}
   * @param clock libfaketime, when clocks of servers shall be set
   */
  public record Plan(
      Path launcher,
      Path folder,
      Durability durability,
      int nodes,
      boolean cluster,
      @Nullable Path database,
      boolean network,
      @Nullable Path clock) {

    /** Which engine keeps the inboxes. */
    public String engine() {
      if (nodes == 1) {
        return "local";
      }
      return cluster ? "redis-cluster" : "redis";
    }
  }

  /** What several servers share. */
  record Stores(SharedRedis redis, ChildStore database) {}

  private Site(Plan plan, FaultProxy proxy, @Nullable Stores stores) {
    this.plan = plan;
    this.proxy = proxy;
    this.stores = stores;
  }

  /**
   * Starts everything.
   *
   * @throws dev.letterlock.loadtest.provision.RunFailure if something does not come up
   */
  public static Site open(Plan plan) throws IOException, InterruptedException {
    Site site = new Site(plan, FaultProxy.start(), plan.nodes() == 1 ? null : stores(plan));
    try {
      site.start();
      return site;
    } catch (IOException | InterruptedException | RuntimeException e) {
      site.close();
      throw e;
    }
  }

  /** Where devices connect. */
  public ServerUrl url() {
    return proxy.url();
  }

  /** One of the servers, as good as any other. */
  public ChildServer anyServer() {
    return servers.getFirst();
  }

  /** From now on these find the servers, too, past the proxy; closed with the rest. */
  public void join(Crowd idle) throws IOException {
    crowd = idle;
    findServers();
  }

  /** Ends the idle sessions and stops all servers in order. */
  public void stop() throws InterruptedException {
    crowd.close();
    for (ChildServer server : servers) {
      server.process().stop();
    }
  }

  /** The one that is drawn by this number. */
  ChildServer server(long drawn) {
    return servers.get(Math.floorMod(drawn, servers.size()));
  }

  /** Counted from 1. */
  int numberOf(ChildServer server) {
    return servers.indexOf(server) + 1;
  }

  List<ChildServer> servers() {
    return List.copyOf(servers);
  }

  /** Null for one server. */
  @Nullable Stores stores() {
    return stores;
  }

  FaultProxy proxy() {
    return proxy;
  }

  /** Lets devices find the servers where they are now. */
  void findServers() throws IOException {
    lead(urls(servers));
  }

  /** New connections do not lead to this server, until {@link #findServers}. */
  void leaveOut(ChildServer ending) throws IOException {
    lead(urls(servers.stream().filter(server -> !server.equals(ending)).toList()));
  }

  /** There is no server, until {@link #findServers}. */
  void leaveOutAll() {
    lead(List.of());
  }

  Crowd crowd() {
    return crowd;
  }

  @Override
  public void close() {
    crowd.close();
    proxy.close();
    servers.forEach(ChildServer::close);
    if (stores != null) {
      stores.redis().close();
      stores.database().close();
    }
  }

  private void lead(List<ServerUrl> to) {
    proxy.targets(to);
    crowd.findServers(to);
  }

  private static List<ServerUrl> urls(List<ChildServer> of) throws IOException {
    List<ServerUrl> urls = new ArrayList<>();
    for (ChildServer server : of) {
      urls.add(server.url());
    }
    return urls;
  }

  private static Stores stores(Plan plan) throws IOException {
    Path database = plan.database();
    if (database == null) {
      throw new IllegalArgumentException("database: absent (expected: present for several nodes)");
    }
    return new Stores(
        plan.cluster()
            ? SharedRedis.cluster(plan.folder().resolve("redis"), plan.durability())
            : SharedRedis.alone(plan.folder().resolve("redis"), plan.durability()),
        ChildStore.database(database, plan.folder().resolve("database")));
  }

  private void start() throws IOException, InterruptedException {
    if (plan.network()) {
      Packets.prepare();
    }
    if (stores != null) {
      stores.redis().start();
      stores.database().start();
    }
    List<String> shared = new ArrayList<>();
    shared.add("--durability=" + plan.durability().name().toLowerCase(Locale.ROOT));
    if (stores != null) {
      shared.add(secret());
    }
    for (int i = 1; i <= plan.nodes(); i++) {
      Path folder = plan.nodes() == 1 ? plan.folder() : plan.folder().resolve("node-" + i);
      List<String> options = new ArrayList<>(shared);
      if (stores != null) {
        options.addAll(reaching(stores, i));
      }
      ChildServer server =
          new ChildServer(plan.launcher(), Files.createDirectories(folder), options, plan.clock());
      servers.add(server);
      server.start();
    }
    findServers();
  }

  private String secret() throws IOException {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return option("jwt-secret", "jwt-secret", "k1:" + Base64.getEncoder().encodeToString(secret));
  }

  private List<String> reaching(Stores shared, int number) throws IOException {
    String host = plan.network() ? Packets.stores(number) : LOOPBACK;
    // The processes of a cluster name themselves to whoever asks one of them.
    String redis = plan.cluster() ? LOOPBACK : host;
    return List.of(
        option(
            "redis-url", "redis-url-" + number, "redis://" + redis + ":" + shared.redis().port()),
        "--replica-acks=" + shared.redis().replicas(),
        // Retries need sessions, which not every such database has.
        option(
            "mongodb-uri",
            "mongodb-uri-" + number,
            "mongodb://"
                + host
                + ":"
                + shared.database().port()
                + "/?retryWrites=false&retryReads=false"));
  }

  private String option(String name, String fileName, String value) throws IOException {
    Path file = plan.folder().resolve(fileName);
    Files.writeString(file, value, StandardCharsets.UTF_8);
    return "--" + name + "-file=" + file;
  }
}
