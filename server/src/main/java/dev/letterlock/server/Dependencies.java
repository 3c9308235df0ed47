package dev.letterlock.server;

import dev.letterlock.server.config.ServerConfig;
import dev.letterlock.storage.mongo.MongoConfig;
import dev.letterlock.storage.mongo.MongoStores;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What a configuration names outside of the process, tried without a server. Blocks. */
public final class Dependencies {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final ServerConfig config;

  public Dependencies(ServerConfig config) {
    this.config = config;
  }

  /** The process id of the server that runs on DATA_DIR; null when none does. */
  public @Nullable String runningServer() {
    return DataDirectory.holder(config.storage().dataDir());
  }

  /**
   * Asks MongoDB for a sign of life, if one is configured.
   *
   * @throws dev.letterlock.storage.StoreUnavailableException if it is away
   */
  public void reachMongo() {
    var uri = config.storage().mongodbUri();
    if (uri != null) {
      try (MongoStores stores = MongoStores.open(MongoConfig.of(uri.expose()), Clock.systemUTC())) {
        stores.ping();
      }
    }
  }

  /**
   * Connects to where wake-ups are posted, if they are, and says nothing there.
   *
   * @throws IOException if there is no connection; its message names the host and the port only
   */
  public void reachWebhook() throws IOException {
    ServerConfig.Webhook webhook = config.notifications().webhook();
    if (webhook != null) {
      connect(webhook.url());
    }
  }

  private static void connect(URI url) throws IOException {
    int usual = "https".equalsIgnoreCase(url.getScheme()) ? HTTPS : HTTP;
    int port = url.getPort() < 0 ? usual : url.getPort();
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
    } catch (IOException e) {
      throw new IOException(host + ":" + port + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }
}
