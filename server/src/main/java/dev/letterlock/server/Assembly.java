package dev.letterlock.server;

import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.server.api.management.HealthEndpoints;
import dev.letterlock.server.api.management.ReadinessCheck;
import dev.letterlock.server.auth.TokenUse;
import dev.letterlock.server.cluster.Announcements;
import dev.letterlock.server.cluster.ServerLease;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.delivery.Delivery;
import dev.letterlock.server.delivery.lane.InboxSources;
import dev.letterlock.server.delivery.lane.ReceiptCourier;
import dev.letterlock.server.delivery.store.InboxErasure;
import dev.letterlock.server.delivery.store.StoredAgedInbox;
import dev.letterlock.server.delivery.store.StoredConversations;
import dev.letterlock.server.dispatch.ClaimingDesk;
import dev.letterlock.server.dispatch.KeysLowNotice;
import dev.letterlock.server.dispatch.LiveSessions;
import dev.letterlock.server.features.prekeys.PreKeyClaims;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Router;
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
import dev.letterlock.storage.mongo.MongoStores;
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
    Ground ground = ground();
    LiveSessions sessions = ground.sessions();
    UseCases useCases = useCases(ground, sessions);
    ReceiptCourier courier = ground.courier();
    ground.persistence().engine().receiptListener(courier);
    Background background =
        opened.add(
            Background.start(
                config,
                ground.persistence(),
                ground.neighbours().presence(ground.recipients()::isConnected),
                courier,
                metrics,
                clock));
    PreKeyClaims claims = useCases.preKeyClaims(metrics, new KeysLowNotice(ground.recipients()));
    Transport transport = opened.add(transport());
    Messaging messaging =
        opened.add(messaging(ground, transport, background, claims, useCases.tokenUse()));
    ground.neighbours().listen(messaging.arrivals(), ground.notices(clock));
    Drain drain = new Drain(sessions, config.net().loops().drain());
    bindGauges(ground, transport, messaging, background);
    JsonCodec json = new JsonCodec();
    Routes routes = new Routes(config, useCases, json, metrics, clock);
    Ports ports =
        opened.add(
            new Ports(
                config, transport, json, ground.threads(), ground.security().limiter(), metrics));
    EdgeServer operator =
        opened.add(ports.listenForOperator(forOperator(ground, routes, background, drain)));
    EdgeServer clients =
        opened.add(
            ports.listenForClients(
                routes
                    .forClients(claims, erasure(ground.persistence()), ground.persistence().blobs())
                    .router(),
                messaging.opener()));
    return new Letterlock(
        opened,
        drain,
        transport,
        clients,
        operator,
        ground.persistence().directory().path(),
        lost(ground.persistence()));
  }

  private Ground ground() {
    ExecutorService threads = opened.add(Executors.newVirtualThreadPerTaskExecutor());
    Persistence persistence =
        opened.add(
            Persistence.open(
                config.storage(), config.limits().inboxEntries(), this::mongoTook, clock));
    Neighbours neighbours =
        opened.add(
            Neighbours.meet(
                config.storage().inboxes(), persistence.shared(), persistence.name(), clock));
    Security security =
        opened.add(
            Security.create(
                config,
                persistence.directory().path(),
                PasswordCost.DEFAULT,
                neighbours.announcements(),
                ShortTerm.in(persistence.shared()),
                metrics,
                clock));
    persistence
        .stores()
        .endedLogins()
        .at(clock.instant())
        .forEach(security.revocations()::noteFamily);
    Recipients recipients = new Recipients();
    return new Ground(
        threads,
        persistence,
        neighbours,
        security,
        recipients,
        rosters(persistence, recipients, threads, neighbours.announcements()),
        new MembershipCache(
            persistence.stores().groups(), MOST_MEMBERSHIPS, threads, neighbours.announcements()));
  }

  private UseCases useCases(Ground ground, LiveSessions sessions) {
    return new UseCases(
        ground.persistence().stores(),
        ground.security(),
        new UseCases.Caches(ground.rosters(), ground.memberships()),
        sessions,
        ground.threads(),
        config,
        clock);
  }

  private Messaging messaging(
      Ground ground,
      Transport transport,
      Background background,
      PreKeyClaims claims,
      TokenUse use) {
    SeenDevices seen = opened.add(seenDevices(ground.persistence(), ground.rosters()));
    return new Messaging(
        transport,
        deliveryPorts(ground, background),
        new Messaging.Parts(
            ground.recipients(),
            ground.hellos(),
            new ClaimingDesk(claims, ground.threads()),
            background.wakeUps(),
            opener -> {
              seen.accept(opener.address());
              use.note(opener);
            }),
        metrics,
        clock);
  }

  private void bindGauges(
      Ground ground, Transport transport, Messaging messaging, Background background) {
    Gauges gauges = new Gauges(metrics);
    gauges.bindEdge(config.net(), transport, messaging, ground.recipients());
    gauges.bindEngine(ground.persistence().engine());
    gauges.bindJobs(background::counts);
    gauges.bindNodes(ground.neighbours().traffic());
  }

  private Router forOperator(Ground ground, Routes routes, Background background, Drain drain) {
    return routes
        .forOperator(
            health(ground.persistence(), background, drain),
            ground.persistence().backup(),
            ground.security().adminToken())
        .router();
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

  private Delivery.Ports deliveryPorts(Ground ground, Background background) {
    MongoStores stores = ground.persistence().stores();
    return new Delivery.Ports(
        new InboxSources(
            ground.persistence().engine(),
            new StoredAgedInbox(stores.agedInboxes(), ground.threads())),
        ground.neighbours().node(),
        ground.rosters(),
        conversations(ground),
        background.wakeUps(),
        config.storage().retention(),
        cursor -> Messaging.welcome(config, Ports.PING_SECONDS, clock, cursor));
  }

  private static Delivery.Conversations conversations(Ground ground) {
    return new Delivery.Conversations(
        new StoredConversations(
            ground.persistence().stores().conversations(),
            ground.memberships(),
            ground.security().e1(),
            ground.threads()),
        ground.memberships());
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
      Persistence persistence,
      Recipients recipients,
      ExecutorService threads,
      Announcements announcements) {
    RosterLoader loader =
        new RosterLoader(
            persistence.stores().users(),
            persistence.stores().rosters(),
            recipients,
            config.storage().retention(),
            clock);
    return new RosterCache(loader, MOST_ROSTERS, threads, announcements, metrics);
  }
}
