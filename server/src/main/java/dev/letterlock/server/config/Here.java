package dev.letterlock.server.config;

import dev.letterlock.settings.Key;
import dev.letterlock.settings.Settings;
import dev.letterlock.settings.SharedKeys;
import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Adds to settings what does not work on a machine, as far as the keys can be understood; a key
 * with another fault is left alone.
 */
final class Here {
  private final Settings settings;
  private final Machine machine;

  Here(Settings settings, Machine machine) {
    this.settings = settings;
    this.machine = machine;
  }

  /** What any number of processes may use at the same time. */
  void requireWhatIsShared() {
    requireTransport();
    requireTls();
    Path dataDir = settings.find(SharedKeys.DATA_DIR);
    if (dataDir != null) {
      KeptSecrets.faults(settings, dataDir).forEach(settings::reject);
    }
  }

  /** What one server has for itself: its directory and its ports. */
  void requireRoom() {
    Path dataDir = settings.find(SharedKeys.DATA_DIR);
    String obstacle = dataDir == null ? null : machine.obstacleTo(dataDir);
    if (obstacle != null) {
      settings.reject(
          SharedKeys.DATA_DIR,
          dataDir + " " + obstacle,
          "Make the directory writable for this user, or choose another DATA_DIR");
    }
    requirePort(SharedKeys.PORT, requireAddress());
    requirePort(SharedKeys.MANAGEMENT_PORT, InetAddress.getLoopbackAddress());
  }

  private void requireTransport() {
    Transport transport = settings.find(Keys.TRANSPORT);
    String obstacle =
        transport == null || transport == Transport.AUTO ? null : machine.obstacleTo(transport);
    if (obstacle != null) {
      settings.reject(
          Keys.TRANSPORT,
          "does not work on this machine: " + obstacle,
          "Give auto, which takes the best that works");
    }
  }

  private void requireTls() {
    Path certificate = settings.find(SharedKeys.TLS_CERT);
    Path key = settings.find(Keys.TLS_KEY);
    String obstacle =
        certificate == null || key == null ? null : machine.obstacleTo(certificate, key);
    if (obstacle != null) {
      settings.reject(
          SharedKeys.TLS_CERT,
          "cannot be used with TLS_KEY: " + obstacle,
          "Give a certificate chain in PEM, leaf first, and its key in PKCS#8 without a password");
    }
  }

  /** The address to listen on; null when nobody can. */
  private @Nullable InetAddress requireAddress() {
    InetAddress address = settings.find(SharedKeys.BIND);
    String obstacle = address == null ? null : machine.obstacleTo(address, 0);
    if (address == null || obstacle == null) {
      return address;
    }
    settings.reject(
        SharedKeys.BIND,
        address.getHostAddress() + " cannot be listened on (" + obstacle + ")",
        "Give an address of this machine, for instance 127.0.0.1, or 0.0.0.0 for all");
    return null;
  }

  private void requirePort(Key<Integer> key, @Nullable InetAddress address) {
    Integer port = settings.find(key);
    String obstacle =
        port == null || port == 0 || address == null ? null : machine.obstacleTo(address, port);
    if (obstacle != null) {
      settings.reject(
          key,
          port + " cannot be had: the port is in use or not allowed (" + obstacle + ")",
          "Stop what listens there, or give another " + key.name());
    }
  }
}
