package dev.letterlock.server.http.connection;

import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Router;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.server.net.EdgeLimits;
import dev.letterlock.server.net.EdgeServer;
import dev.letterlock.server.net.ListenConfig;
import dev.letterlock.server.net.Liveness;
import dev.letterlock.server.net.SessionOpener;
import dev.letterlock.server.net.Transport;
import dev.letterlock.server.net.TrustedProxies;
import dev.letterlock.server.net.WebSocketConfig;
import dev.letterlock.server.net.upgrade.Origins;
import dev.letterlock.server.net.upgrade.UpgradeCheck;
import dev.letterlock.server.net.websocket.WebSocketLimits;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server on a free port of loopback, with short patience. */
public final class TestEdge implements AutoCloseable {

  private static final int LARGEST = 160 * 1024;

  /** What differs from test to test. */
  public static final class Options {
    public Router router = Router.builder().build();
    public SessionOpener opener = (connection, upgraded) -> new EchoSink(connection);
    public String transport = "auto";
    public Liveness liveness = new Liveness(60, 120, 60, 60);
    public HttpTimeouts timeouts = new HttpTimeouts(30, 30, 30);
    public TrustedProxies proxies = TrustedProxies.NONE;
    public @Nullable EdgeLimits limits;
    public ListenConfig listen = ListenConfig.plain("127.0.0.1", 0);

    /** Speaks TLS where there is a context, and believes proxies on loopback. */
    void behindLoopback(@Nullable SslContext tls) {
      proxies = new TrustedProxies(InetAddress::isLoopbackAddress);
      listen = listening(tls, proxies);
    }

    void overTls(SslContext tls) {
      listen = listening(tls, TrustedProxies.NONE);
    }

    private static ListenConfig listening(@Nullable SslContext tls, TrustedProxies proxies) {
      return new ListenConfig(
          "127.0.0.1",
          0,
          ListenConfig.DEFAULT_HIGH_WATERMARK,
          ListenConfig.DEFAULT_LOW_WATERMARK,
          tls,
          proxies);
    }
  }

  private final Transport transport;
  private final EdgeServer server;
  private final ExecutorService endpoints = Executors.newVirtualThreadPerTaskExecutor();

  public TestEdge(Options options) throws EdgeFault {
    transport = Transport.start(options.transport, 1);
    Origins origins = new Origins(List.of("https://chat.example"));
    Upgrading upgrading =
        new Upgrading(
            new UpgradeCheck("/v1/ws", UpgradeCheck.SUBPROTOCOL, origins),
            new WebSocketConfig(
                new WebSocketLimits(LARGEST, 64, false), options.liveness, options.opener));
    HttpConfig http =
        new HttpConfig(
            options.router,
            new JsonCodec(),
            origins,
            options.proxies,
            options.limits,
            upgrading,
            options.timeouts);
    server = EdgeServer.listen(transport, options.listen, new HttpSetup(http, endpoints));
  }

  public InetSocketAddress address() {
    return server.address();
  }

  public Transport transport() {
    return transport;
  }

  public RawClient connect() throws IOException {
    return new RawClient(server.address());
  }

  @Override
  public void close() {
    server.close();
    transport.close();
    endpoints.close();
  }
}
