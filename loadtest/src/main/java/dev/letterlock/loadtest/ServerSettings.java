package dev.letterlock.loadtest;

import dev.letterlock.client.transport.ServerUrl;
import dev.letterlock.loadtest.provision.AdminToken;
import dev.letterlock.loadtest.provision.RunFailure;
import dev.letterlock.settings.ConfigException;
import dev.letterlock.settings.Key;
import dev.letterlock.settings.Settings;
import dev.letterlock.settings.SharedKeys;
import dev.letterlock.settings.Sources;
import dev.letterlock.settings.value.Secret;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a server is that was started in this directory with this environment: the same keys, read
 * from the same declaration as the server reads them (docs/OPERATIONS.md).
 */
final class ServerSettings {
  private static final List<Key<?>> KEYS =
      List.of(
          SharedKeys.PORT,
          SharedKeys.BIND,
          SharedKeys.MANAGEMENT_PORT,
          SharedKeys.DATA_DIR,
          SharedKeys.ADMIN_TOKEN,
          SharedKeys.TLS_CERT);
  private static final String LOOPBACK = "127.0.0.1";

  private final Path directory;
  private final Settings settings;

  private ServerSettings(Path directory, Settings settings) {
    this.directory = directory;
    this.settings = settings;
  }

  /**
   * What holds in the directory.
   *
   * @throws RunFailure with every fault of these keys and of {@code .env}
   */
  static ServerSettings in(Path directory, Map<String, String> environment) {
    try {
      Sources sources = Sources.in(directory, Map.of(), environment);
      return new ServerSettings(directory, Settings.resolve(KEYS, sources).orThrow());
    } catch (ConfigException e) {
      throw new RunFailure(RunFailure.CONFIGURATION, e.getMessage());
    }
  }

  ServerUrl url() {
    boolean tls = settings.find(SharedKeys.TLS_CERT) != null;
    return new ServerUrl(tls, host(), port(SharedKeys.PORT, "--url"));
  }

  /** Whether this is where that server's clients connect. */
  boolean isAt(ServerUrl other) {
    return isOpen(SharedKeys.PORT, other, host());
  }

  /** Whether this is where that server is administered. */
  boolean isManagedAt(ServerUrl other) {
    return isOpen(SharedKeys.MANAGEMENT_PORT, other, LOOPBACK);
  }

  ServerUrl managementUrl() {
    return new ServerUrl(false, LOOPBACK, port(SharedKeys.MANAGEMENT_PORT, "--management-url"));
  }

  /**
   * The operator's token: the one that is set, else the one that the server keeps.
   *
   * @throws RunFailure if there is none
   */
  AdminToken adminToken() {
    Secret set = settings.find(SharedKeys.ADMIN_TOKEN);
    return set == null
        ? AdminToken.keptIn(directory.resolve(settings.get(SharedKeys.DATA_DIR)))
        : new AdminToken(set.expose(), settings.origin(SharedKeys.ADMIN_TOKEN));
  }

  private boolean isOpen(Key<Integer> key, ServerUrl other, String host) {
    boolean same = other.host().equals(host);
    boolean local = host.equals(LOOPBACK) && other.host().equals("localhost");
    return other.port() == settings.get(key) && (same || local);
  }

  private String host() {
    InetAddress bind = settings.get(SharedKeys.BIND);
    if (bind.isAnyLocalAddress()) {
      return LOOPBACK;
    }
    String literal = bind.getHostAddress();
    return literal.contains(":") ? "[" + literal + "]" : literal;
  }

  private int port(Key<Integer> key, String option) {
    int port = settings.get(key);
    if (port == 0) {
      throw new RunFailure(
          RunFailure.CONFIGURATION,
          key.name() + " is 0, so that the server has taken a free port: name it with " + option);
    }
    return port;
  }
}
