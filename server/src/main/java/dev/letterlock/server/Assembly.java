package dev.letterlock.server;

import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.server.api.management.HealthEndpoints;
import dev.letterlock.server.api.management.ReadinessCheck;
import dev.letterlock.server.cluster.ServerLease;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.delivery.Delivery;
import dev.letterlock.server.delivery.lane.ReceiptCourier;
import dev.letterlock.server.delivery.store.InboxErasure;
import dev.letterlock.server.delivery.store.StoredAgedInbox;
import dev.letterlock.server.delivery.store.StoredConversations;
import dev.letterlock.server.dispatch.ClaimingDesk;
import dev.letterlock.server.dispatch.HelloCheck;
import dev.letterlock.server.dispatch.KeysLowNotice;
import dev.letterlock.server.dispatch.LiveSessions;
import dev.letterlock.server.features.prekeys.PreKeyClaims;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.metrics.ProcessMeters;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.EdgeServer;
import dev.letterlock.server.net.Transport;
import dev.letterlock.server.roster.MembershipCache;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.server.roster.RosterLoader;
import dev.letterlock.server.roster.SeenDevices;
import dev.letterlock.server.session.Recipients;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The composition root: constructs every part of a server in the order in which they stand on each
 * other, and hands it to {@link Opened}, which closes them in the opposite one.
 */
final class Assembly {
  private static final long MOST_ROSTERS = 500_000;
  private static final long MOST_MEMBERSHIPS = 50_000;

  private final ServerConfig config;
  private final Clock clock;
  private final Opened opened;
  private final ServerMetrics metrics =
      new ServerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

  Assembly(ServerConfig config, Clock clock, Opened opened) {
    this.config = config;
    this.clock = clock;
    this.opened = opened;
  }

  Letterlock assemble() throws EdgeFault {
    ProcessMeters.bind(metrics);
    ExecutorService threads = opened.add(Executors.newVirtualThreadPerTaskExecutor());
    Persistence persistence =
        opened.add(
            Persistence.open(
                config.storage(), config.limits().inboxEntries(), this::mongoTook, clock));
    Security security =
        opened.add(
            Security.create(
                config, persistence.directory().path(), PasswordCost.DEFAULT, metrics, clock));
    persistence
        .stores()
        .endedLogins()
        .at(clock.instant())
        .forEach(security.revocations()::endFamily);
    Recipients recipients = new Recipients();
    LiveSessions sessions = new LiveSessions(recipients);
    RosterCache rosters = rosters(persistence, recipients, threads);
    MembershipCache memberships =
        new MembershipCache(persistence.stores().groups(), MOST_MEMBERSHIPS, threads);
    UseCases useCases =
        new UseCases(persistence.stores(), security, rosters, memberships, sessions, config, clock);
    ReceiptCourier courier = new ReceiptCourier(rosters);
    persistence.engine().receiptListener(courier);
    Background background =
        opened.add(Background.start(config, persistence, recipients, courier, clock));
    PreKeyClaims claims = useCases.preKeyClaims(metrics, new KeysLowNotice(recipients));
    Transport transport = opened.add(transport());
    Messaging messaging =
        opened.add(
            new Messaging(
                transport,
                deliveryPorts(
                    persistence,
                    rosters,
                    conversations(persistence, security, memberships, threads),
                    background,
                    threads),
                new Messaging.Parts(
                    recipients,
                    new HelloCheck(security.tokens(), security.revocations(), rosters),
                    new ClaimingDesk(claims, threads),
                    background.wakeUps(),
                    opened.add(seenDevices(persistence, rosters))),
                metrics,
                clock));
    Drain drain = new Drain(sessions, config.net().loops().drain());
    Gauges gauges = new Gauges(metrics);
    gauges.bindEdge(config.net(), transport, messaging, recipients);
    gauges.bindEngine(persistence.engine());
    gauges.bindJobs(background::counts);
    JsonCodec json = new JsonCodec();
    Routes routes = new Routes(config, useCases, json, metrics, clock);
    Ports ports = opened.add(new Ports(config, transport, json, threads, metrics));
    EdgeServer operator =
        opened.add(
            ports.listenForOperator(
                routes
                    .forOperator(
                        health(persistence, background, drain),
                        persistence.backup(),
                        security.adminToken())
                    .router()));
    EdgeServer clients =
        opened.add(
            ports.listenForClients(
                routes.forClients(claims, erasure(persistence)).router(), messaging.opener()));
    return new Letterlock(
        opened,
        drain,
        transport,
        clients,
        operator,
        persistence.directory().path(),
        lost(persistence));
  }

  private void mongoTook(String command, long nanos, boolean succeeded) {
    metrics
        .timer(Meters.MONGO_TIME, command, succeeded ? "ok" : "failed")
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Transport transport() throws EdgeFault {
    ServerConfig.Loops loops = config.net().loops();
    return Transport.start(loops.transport().name().toLowerCase(Locale.ROOT), loops.threads());
  }

  private static InboxErasure erasure(Persistence persistence) {
    return new InboxErasure(persistence.engine(), persistence.stores().agedInboxes());
  }

  private SeenDevices seenDevices(Persistence persistence, RosterCache rosters) {
    return SeenDevices.start(persistence.stores().devices(), rosters, clock);
  }

  private Delivery.Ports deliveryPorts(
      Persistence persistence,
      RosterCache rosters,
      Delivery.Conversations conversations,
      Background background,
      ExecutorService threads) {
    return new Delivery.Ports(
        persistence.engine(),
        new StoredAgedInbox(persistence.stores().agedInboxes(), threads),
        rosters,
        conversations,
        background.wakeUps(),
        config.storage().retention(),
        cursor -> Messaging.welcome(config, Ports.PING_SECONDS, clock, cursor));
  }

  private static Delivery.Conversations conversations(
      Persistence persistence,
      Security security,
      MembershipCache memberships,
      ExecutorService threads) {
    return new Delivery.Conversations(
        new StoredConversations(
            persistence.stores().conversations(), memberships, security.e1(), threads),
        memberships);
  }

  /** Completes when another server has taken over the database; never with the embedded one. */
  private static CompletionStage<String> lost(Persistence persistence) {
    ServerLease lease = persistence.lease();
    return lease == null ? new CompletableFuture<>() : lease.lost();
  }

  private HealthEndpoints health(Persistence persistence, Background background, Drain drain) {
    List<ReadinessCheck> checks =
        new ArrayList<>(
            List.of(
                persistence.mongoCheck(),
                persistence.inboxCheck(),
                background.check(),
                drain.check()));
    ServerLease lease = persistence.lease();
    if (lease != null) {
      checks.add(new ReadinessCheck("lease", lease::trouble));
    }
    return new HealthEndpoints(
        metrics,
        checks,
        Map.of("durability", config.storage().durability().name().toLowerCase(Locale.ROOT)));
  }

  private RosterCache rosters(
      Persistence persistence, Recipients recipients, ExecutorService threads) {
    RosterLoader loader =
        new RosterLoader(
            persistence.stores().users(),
            persistence.stores().rosters(),
            recipients,
            config.storage().retention(),
            clock);
    return new RosterCache(loader, MOST_ROSTERS, threads, metrics);
  }
}
