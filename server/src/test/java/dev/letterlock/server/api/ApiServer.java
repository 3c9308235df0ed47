package dev.letterlock.server.api;

import dev.letterlock.crypto.E1;
import dev.letterlock.crypto.primitive.PasswordCost;
import dev.letterlock.crypto.primitive.Sodium;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.api.management.ReadinessCheck;
import dev.letterlock.server.auth.SessionRevocations.Cause;
import dev.letterlock.server.auth.TokenLives;
import dev.letterlock.server.config.value.InvalidValueException;
import dev.letterlock.server.config.value.Secret;
import dev.letterlock.server.config.value.Secrets;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Router;
import dev.letterlock.server.http.connection.HttpConfig;
import dev.letterlock.server.http.connection.HttpSetup;
import dev.letterlock.server.http.connection.HttpTimeouts;
import dev.letterlock.server.limits.Rate;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.EdgeServer;
import dev.letterlock.server.net.ListenConfig;
import dev.letterlock.server.net.Transport;
import dev.letterlock.server.net.TrustedProxies;
import dev.letterlock.server.net.upgrade.Origins;
import dev.letterlock.server.session.Recipients;
import dev.letterlock.storage.mongo.MongoStores;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The API on free ports of loopback, over the database that all tests of this run share. */
final class ApiServer implements AutoCloseable {

  static final Secret ADMIN_TOKEN = Secrets.newToken(new SecureRandom());

  private static final PasswordCost CHEAP = new PasswordCost(64 << 10, 1);

  final TestClock clock = new TestClock();
  final E1 e1 = new E1(Sodium.load());
  final MongoStores stores = TestStores.open(clock);
  final Queue<Cut> cuts = new ConcurrentLinkedQueue<>();
  final Queue<DeviceAddress> forgotten = new ConcurrentLinkedQueue<>();
  final Queue<String> missing = new ConcurrentLinkedQueue<>();
  final Api api;
  final HttpDriver http;
  final HttpDriver management;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Transport transport = transport();
  private final List<EdgeServer> servers;

  /** A device whose sockets were cut. */
  record Cut(DeviceAddress device, Cause cause) {}

  /** What differs from test to test. */
  record Options(boolean loopbackToo, boolean limited, boolean registrationOpen) {
    static final Options DEFAULT = new Options(false, true, true);
  }

  ApiServer() {
    this(Options.DEFAULT);
  }

  ApiServer(Options options) {
    ServerMetrics metrics =
        new ServerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    ApiGround ground =
        new ApiGround(
            stores,
            forgotten::add,
            new Recipients(),
            (device, cause) -> cuts.add(new Cut(device, cause)),
            metrics,
            e1,
            clock);
    api = new Api(settings(options), ground);
    EdgeServer open = listen(publicRoutes().router());
    EdgeServer inner = listen(managementRoutes().router());
    servers = List.of(open, inner);
    http = new HttpDriver(open.address());
    management = new HttpDriver(inner.address());
  }

  RouteTable publicRoutes() {
    return api.publicRoutes(new JsonCodec());
  }

  RouteTable managementRoutes() {
    ReadinessCheck check = new ReadinessCheck("queue", () -> Optional.ofNullable(missing.peek()));
    return api.managementRoutes(new JsonCodec(), List.of(check), Map.of("durability", "sync"));
  }

  @Override
  public void close() {
    servers.forEach(EdgeServer::close);
    http.close();
    management.close();
    transport.close();
    threads.close();
    api.close();
    stores.close();
  }

  private EdgeServer listen(Router router) {
    HttpConfig config =
        new HttpConfig(
            router,
            new JsonCodec(),
            new Origins(List.of()),
            TrustedProxies.NONE,
            null,
            null,
            HttpTimeouts.DEFAULT);
    try {
      return EdgeServer.listen(
          transport, ListenConfig.plain("127.0.0.1", 0), new HttpSetup(config, threads));
    } catch (EdgeFault e) {
      throw new AssertionError(e);
    }
  }

  private static Transport transport() {
    try {
      return Transport.start("nio", 1);
    } catch (EdgeFault e) {
      throw new AssertionError(e);
    }
  }

  private static Map<RateLimit, Rate> rates(Options options) {
    Map<RateLimit, Rate> rates = new EnumMap<>(RateLimit.usualRates());
    if (!options.limited()) {
      rates.replaceAll((limit, usual) -> Rate.UNLIMITED);
    }
    return rates;
  }

  private static ApiSettings settings(Options options) {
    try {
      return new ApiSettings(
          Secrets.jwtKeys().parser().parse(Secrets.newJwtEntry(new SecureRandom()).expose()),
          ADMIN_TOKEN,
          new TokenLives(Duration.ofMinutes(15), Duration.ofDays(30)),
          Duration.ofDays(30),
          options.registrationOpen(),
          new ApiSettings.Limits(options.loopbackToo(), rates(options), CHEAP, 2, 10_000));
    } catch (InvalidValueException e) {
      throw new AssertionError(e);
    }
  }
}
