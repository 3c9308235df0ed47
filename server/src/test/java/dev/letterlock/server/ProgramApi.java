package dev.letterlock.server;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.api.RouteTable;
import dev.letterlock.server.api.management.HealthEndpoints;
import dev.letterlock.server.api.management.ReadinessCheck;
import dev.letterlock.server.auth.SessionRevocations;
import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.dispatch.KeysLowNotice;
import dev.letterlock.server.features.backup.Backup;
import dev.letterlock.server.features.prekeys.PreKeyClaims;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.EdgeServer;
import dev.letterlock.server.net.Transport;
import dev.letterlock.server.roster.MembershipCache;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.server.roster.RosterLoader;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.storage.blob.BlobStore;
import dev.letterlock.storage.mongo.MongoStores;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * The HTTP API of the program, with its own use cases, routes and ports, for tests in other
 * packages; around it stands what a test gives, and there are no sessions.
 */
public final class ProgramApi implements AutoCloseable {
  private static final PasswordCost CHEAP = new PasswordCost(64 << 10, 1);
  private static final int MOST_CACHED = 10_000;

  private final ServerMetrics metrics =
      new ServerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Security security;
  private final RosterCache rosters;
  private final MembershipCache memberships;
  private final PreKeyClaims claims;
  private final Routes routes;
  private final Ports ports;
  private final Backup backup;
  private final Consumer<DeviceAddress> forgetInbox;
  private final BlobStore blobs;

  /**
   * What the API stands on.
   *
   * @param sessions is told to cut live sockets
   * @param forgetInbox is told to drop all that waits for a revoked device
   * @param blobs the bytes of attachments
   */
  public record Ground(
      MongoStores stores,
      SessionRevocations sessions,
      Consumer<DeviceAddress> forgetInbox,
      BlobStore blobs) {}

  /** The API as this configuration wants it; its secrets must be in it. */
  public ProgramApi(ServerConfig config, Ground ground, Transport transport, Clock clock) {
    JsonCodec json = new JsonCodec();
    this.security =
        Security.create(
            config,
            config.storage().dataDir(),
            CHEAP,
            Announcements.NOBODY,
            ShortTerm.in(null),
            metrics,
            clock);
    this.rosters =
        new RosterCache(
            new RosterLoader(
                ground.stores().users(),
                ground.stores().rosters(),
                new Recipients(),
                config.storage().retention(),
                clock),
            MOST_CACHED,
            threads,
            Announcements.NOBODY,
            metrics);
    this.memberships =
        new MembershipCache(ground.stores().groups(), MOST_CACHED, threads, Announcements.NOBODY);
    UseCases useCases =
        new UseCases(
            ground.stores(),
            security,
            new UseCases.Caches(rosters, memberships),
            ground.sessions(),
            threads,
            config,
            clock);
    this.claims = useCases.preKeyClaims(metrics, new KeysLowNotice(new Recipients()));
    this.routes = new Routes(config, useCases, json, metrics, clock);
    this.ports = new Ports(config, transport, json, threads, security.limiter(), metrics);
    this.forgetInbox = ground.forgetInbox();
    this.blobs = ground.blobs();
    this.backup = new Backup(config.storage().dataDir(), ProgramApi::noInbox, null);
  }

  private static void noInbox(Path copy) {
    throw new IllegalStateException("inbox: absent (expected: no backup of it)");
  }

  public E1 e1() {
    return security.e1();
  }

  public RosterCache rosters() {
    return rosters;
  }

  public MembershipCache memberships() {
    return memberships;
  }

  /** Claims and counts, as sessions make them. */
  public PreKeyClaims preKeyClaims() {
    return claims;
  }

  /** The routes of the port for clients. */
  public RouteTable forClients() {
    return routes.forClients(claims, forgetInbox, blobs);
  }

  /**
   * The routes of the port for the operator.
   *
   * @param checks of readiness
   */
  public RouteTable forOperator(ReadinessCheck... checks) {
    HealthEndpoints health =
        new HealthEndpoints(metrics, List.of(checks), Map.of("durability", "sync"));
    return routes.forOperator(health, backup, security.adminToken());
  }

  /** Serves the routes of the port for clients; it has no sessions. */
  public EdgeServer listenForClients() throws EdgeFault {
    return ports.listenForClients(
        forClients().router(),
        (connection, upgraded) -> {
          throw new IllegalStateException("session: upgraded (expected: HTTP only)");
        });
  }

  /**
   * Serves the routes of the port for the operator.
   *
   * @param checks of readiness
   */
  public EdgeServer listenForOperator(ReadinessCheck... checks) throws EdgeFault {
    return ports.listenForOperator(forOperator(checks).router());
  }

  /** From now on no password is hashed, as when too many wait. */
  public void stopHashing() {
    security.close();
  }

  @Override
  public void close() {
    ports.close();
    threads.close();
    security.close();
  }
}
