package dev.letterlock.whole;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.provision.AdminToken;
import dev.letterlock.loadtest.provision.LoadUser;
import dev.letterlock.server.Letterlock;
import dev.letterlock.server.config.ConfigReader;
import dev.letterlock.server.net.EdgeFault;
import dev.letterlock.settings.Sources;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server in the process of the test, on free ports, with everything as it is in production. */
final class RunningServer implements AutoCloseable {
  private final Letterlock server;
  private final Path data;

  RunningServer(Path data) throws EdgeFault {
    this(data, Map.of());
  }

  /**
   * Starts it.
   *
   * @param more configuration keys with their values
   */
  RunningServer(Path data, Map<String, String> more) throws EdgeFault {
    this(data, more, Clock.systemUTC());
  }

  /** As above, on a day of the test's choosing. */
  RunningServer(Path data, Map<String, String> more, Clock clock) throws EdgeFault {
    Map<String, String> settings = new HashMap<>();
    settings.putAll(Map.of("PORT", "0", "MANAGEMENT_PORT", "0", "DATA_DIR", data.toString()));
    settings.putAll(more);
    this.server =
        Letterlock.start(ConfigReader.read(new Sources(settings, Map.of(), Map.of())), clock);
    this.data = data;
  }

  ServerUrl url() {
    return url(server.address());
  }

  ServerUrl managementUrl() {
    return url(server.managementAddress());
  }

  AdminToken adminToken() {
    return AdminToken.in(data.resolve("admin-token"));
  }

  /** New users who may connect at once, with so many devices each. */
  List<LoadUser> users(int count, int devices) {
    return People.make(managementUrl(), adminToken(), count, devices);
  }

  /** A new user with one device that has so many one-time pre-keys. */
  LoadUser userWithPreKeys(int oneTimeKeys) {
    return People.make(managementUrl(), adminToken(), 1, 1, oneTimeKeys).getFirst();
  }

  /** What {@code /readyz} answers. */
  String readiness() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(managementUrl().resolve("/readyz")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private static ServerUrl url(InetSocketAddress address) {
    return new ServerUrl(false, address.getAddress().getHostAddress(), address.getPort());
  }
}
