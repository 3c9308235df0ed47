package dev.letterlock.benchmarks;

import dev.letterlock.server.http.JsonCodec;
import dev.letterlock.server.http.Router;
import dev.letterlock.server.http.connection.HttpConfig;
import dev.letterlock.server.http.connection.HttpSetup;
import dev.letterlock.server.http.connection.HttpTimeouts;
import dev.letterlock.server.http.connection.Upgrading;
import dev.letterlock.server.net.EdgeFault;
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
import java.util.List;
import java.util.concurrent.Executors;

/** The server's edge with nothing behind it but one kind of session. */
final class BareServer {

  private static final Liveness LIVENESS = new Liveness(60, 180, 60, 120);
  private static final String LOOPBACK = "127.0.0.1";

  private BareServer() {}

  /** Listens on loopback and prints where. */
  static void serve(int port, int loops, String path, WebSocketLimits limits, SessionOpener opener)
      throws EdgeFault {
    Transport transport = Transport.start(System.getProperty("transport", "auto"), loops);
    Origins origins = new Origins(List.of("*"));
    Upgrading upgrading =
        new Upgrading(
            new UpgradeCheck(path, null, origins), new WebSocketConfig(limits, LIVENESS, opener));
    HttpConfig http =
        new HttpConfig(
            Router.builder().build(),
            new JsonCodec(),
            origins,
            TrustedProxies.NONE,
            null,
            upgrading,
            HttpTimeouts.DEFAULT);
    EdgeServer server =
        EdgeServer.listen(
            transport,
            ListenConfig.plain(LOOPBACK, port),
            new HttpSetup(http, Executors.newVirtualThreadPerTaskExecutor()));
    System.out.printf(
        "ws://%s:%d%s over %s%n",
        LOOPBACK, server.address().getPort(), path, transport.kind().label());
  }
}
