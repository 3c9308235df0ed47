package dev.letterlock.server;

import dev.letterlock.protocol.Wire;
import dev.letterlock.server.api.Refusals;
import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.server.config.value.Cidr;
import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Router;
import dev.letterlock.server.http.connection.HttpConfig;
import dev.letterlock.server.http.connection.HttpSetup;
import dev.letterlock.server.http.connection.HttpTimeouts;
import dev.letterlock.server.http.connection.Upgrading;
import dev.letterlock.server.limits.RateLimiter;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.server.net.ConnectionLimit;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.EdgeLimits;
import dev.letterlock.server.net.EdgeServer;
import dev.letterlock.server.net.ListenConfig;
import dev.letterlock.server.net.Liveness;
import dev.letterlock.server.net.RequestLimit;
import dev.letterlock.server.net.SessionOpener;
import dev.letterlock.server.net.Tls;
import dev.letterlock.server.net.Transport;
import dev.letterlock.server.net.TrustedProxies;
import dev.letterlock.server.net.WebSocketConfig;
import dev.letterlock.server.net.upgrade.Origins;
import dev.letterlock.server.net.upgrade.UpgradeCheck;
import dev.letterlock.server.net.websocket.WebSocketLimits;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Opens the two ports of a server: one for clients, one on loopback for its operator. To be closed
 * after them.
 */
final class Ports implements AutoCloseable {
  /** Seconds of silence after which a client is pinged; Welcome tells it. */
  static final int PING_SECONDS = 60;

  static final Liveness LIVENESS = new Liveness(PING_SECONDS, PING_SECONDS * 5 / 2, 30, 30);
  static final int MAX_FRAGMENTS = 1_024;

  private final ServerConfig.Net net;
  private final EdgeLimits limits;
  private final Transport transport;
  private final JsonCodec json;
  private final Executor threads;
  private final ServerMetrics metrics;
  private @Nullable SslContext tls;

  Ports(
      ServerConfig config,
      Transport transport,
      JsonCodec json,
      Executor threads,
      RateLimiter rates,
      ServerMetrics metrics) {
    this.net = config.net();
    boolean loopbackToo = config.limits().loopbackToo();
    this.limits =
        new EdgeLimits(
            new ConnectionLimit(config.limits().connectionsPerAddress(), loopbackToo, rates),
            new RequestLimit(rates, loopbackToo));
    this.transport = transport;
    this.json = json;
    this.threads = threads;
    this.metrics = metrics;
  }

  /** The port for clients: the HTTP API and, after an upgrade, sessions. */
  EdgeServer listenForClients(Router router, SessionOpener sessions) throws EdgeFault {
    Origins origins = new Origins(net.allowedOrigins());
    WebSocketLimits frames = new WebSocketLimits(Wire.MAX_FRAME, MAX_FRAGMENTS, false);
    Upgrading upgrading =
        new Upgrading(
            new UpgradeCheck("/v1/ws", Wire.SUBPROTOCOL, origins),
            new WebSocketConfig(frames, LIVENESS, sessions));
    TrustedProxies proxies = new TrustedProxies(this::isTrusted);
    HttpConfig http =
        new HttpConfig(router, json, origins, proxies, limits, upgrading, HttpTimeouts.DEFAULT);
    ServerConfig.Tls files = net.tls();
    tls = files == null ? null : Tls.context(files.certificate(), files.key());
    ListenConfig listen =
        new ListenConfig(
            net.bind().getHostAddress(),
            net.port(),
            net.loops().writeBufferBytes(),
            net.loops().writeBufferBytes() / 4,
            tls,
            proxies);
    return EdgeServer.listen(transport, listen, setup(http));
  }

  /** The port for the operator, never reachable from another machine. */
  EdgeServer listenForOperator(Router router) throws EdgeFault {
    HttpConfig http =
        new HttpConfig(
            router,
            json,
            new Origins(List.of()),
            TrustedProxies.NONE,
            null,
            null,
            HttpTimeouts.DEFAULT);
    return EdgeServer.listen(
        transport,
        ListenConfig.plain(InetAddress.getLoopbackAddress().getHostAddress(), net.managementPort()),
        setup(http));
  }

  /** Frees the certificate. */
  @Override
  public void close() {
    ReferenceCountUtil.release(tls);
  }

  private HttpSetup setup(HttpConfig http) {
    return new HttpSetup(
        http, threads, code -> metrics.count(Meters.REJECTS, Refusals.PLACE, code));
  }

  private boolean isTrusted(InetAddress address) {
    return net.trustedProxies().stream().anyMatch((Cidr range) -> range.contains(address));
  }
}
