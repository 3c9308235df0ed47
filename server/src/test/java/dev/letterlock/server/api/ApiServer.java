package dev.letterlock.server.api;

import dev.letterlock.crypto.E1;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.server.ProgramApi;
import dev.letterlock.server.api.management.ReadinessCheck;
import dev.letterlock.server.auth.SessionRevocations.Cause;
import dev.letterlock.server.config.ConfigReader;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.config.value.Secrets;
import dev.letterlock.server.limits.RateLimit;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.EdgeServer;
import dev.letterlock.server.net.Transport;
import dev.letterlock.settings.Sources;
import dev.letterlock.settings.value.Secret;
import dev.letterlock.storage.blob.BlobStore;
import dev.letterlock.storage.mongo.MongoStores;
import dev.letterlock.testing.SettableClock;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The API on free ports of loopback, over the database that all tests of this run share. */
final class ApiServer implements AutoCloseable {

  static final Secret ADMIN_TOKEN = Secrets.newToken(new SecureRandom());

  private static final String UNLIMITED = "off";

  final BlobStore blobs = TestStores.blobs();
  final SettableClock clock = SettableClock.running();
  final MongoStores stores = TestStores.open(clock);
  final Queue<Cut> cuts = new ConcurrentLinkedQueue<>();
  final Queue<DeviceAddress> forgotten = new ConcurrentLinkedQueue<>();
  final Queue<String> missing = new ConcurrentLinkedQueue<>();
  final ProgramApi api;
  final E1 e1;
  final HttpDriver http;
  final HttpDriver management;

  private final Transport transport;
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
    this(options, Map.of());
  }

  /**
   * As above.
   *
   * @param more configuration keys with their values
   */
  ApiServer(Options options, Map<String, String> more) {
    ProgramApi.Ground ground =
        new ProgramApi.Ground(
            stores, (device, cause) -> cuts.add(new Cut(device, cause)), forgotten::add, blobs);
    try {
      transport = Transport.start("nio", 1);
      api = new ProgramApi(config(options, more), ground, transport, clock);
      servers = List.of(api.listenForClients(), api.listenForOperator(queue()));
    } catch (EdgeFault e) {
      throw new AssertionError(e);
    }
    e1 = api.e1();
    http = new HttpDriver(servers.get(0).address());
    management = new HttpDriver(servers.get(1).address());
  }

  /** The routes of both ports, as {@code METHOD /path/{parameter}}. */
  List<String> publicRoutes() {
    return api.forClients().routes();
  }

  List<String> managementRoutes() {
    return api.forOperator().routes();
  }

  @Override
  public void close() {
    servers.forEach(EdgeServer::close);
    http.close();
    management.close();
    transport.close();
    api.close();
    stores.close();
  }

  private ReadinessCheck queue() {
    return new ReadinessCheck("queue", () -> Optional.ofNullable(missing.peek()));
  }

  private static ServerConfig config(Options options, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("PORT", "0");
    settings.put("MANAGEMENT_PORT", "0");
    settings.put("JWT_SECRET", Secrets.newJwtEntry(new SecureRandom()).expose());
    settings.put("ADMIN_TOKEN", ADMIN_TOKEN.expose());
    settings.put("LIMIT_LOOPBACK", Boolean.toString(options.loopbackToo()));
    settings.put("REGISTRATION", options.registrationOpen() ? "open" : "closed");
    if (!options.limited()) {
      for (RateLimit limit : RateLimit.values()) {
        settings.put("LIMIT_" + limit.name(), UNLIMITED);
      }
    }
    return ConfigReader.read(new Sources(settings, Map.of(), Map.of()));
  }
}
