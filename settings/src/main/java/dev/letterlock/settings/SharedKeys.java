package dev.letterlock.settings;

import dev.letterlock.settings.value.Numbers;
import dev.letterlock.settings.value.Secret;
import dev.letterlock.settings.value.Texts;
import java.net.InetAddress;
import java.nio.file.Path;

/**
 * The keys that a program beside the server reads too, to find the server that was started in the
 * same directory; the server declares all others itself.
 */
public final class SharedKeys {
  public static final Key<Integer> PORT =
      Key.of(
          "PORT",
          Numbers.port(),
          "8080",
          "Port for HTTP and WebSocket; 0 takes a free one.",
          "8443");
  public static final Key<InetAddress> BIND =
      Key.of(
          "BIND",
          Texts.address(),
          "127.0.0.1",
          "Address to listen on; 0.0.0.0 for all.",
          "0.0.0.0");
  public static final Key<Integer> MANAGEMENT_PORT =
      Key.of(
          "MANAGEMENT_PORT",
          Numbers.port(),
          "8081",
          "Port on loopback for metrics, health and administration; 0 takes a free one.",
          "9081");
  public static final Key<Path> DATA_DIR =
      Key.of(
          "DATA_DIR",
          Texts.path("a directory, made when missing"),
          "./data",
          "Where the server keeps everything that it stores itself.",
          "/var/lib/letterlock");
  public static final Key<Secret> ADMIN_TOKEN =
      Key.secret(
          "ADMIN_TOKEN",
          Secret.token(),
          "made once and kept in DATA_DIR/admin-token",
          "Bearer token for administration on the management port.",
          "an-example-of-at-least-32-characters");
  public static final Key<Path> TLS_CERT =
      Key.optional(
          "TLS_CERT",
          Texts.file("a PEM file that exists"),
          "no TLS",
          "Certificate chain for PORT; needs TLS_KEY.",
          "/etc/letterlock/chain.pem");

  /** Where in {@code DATA_DIR} the server keeps the admin token that it has made. */
  public static final String KEPT_ADMIN_TOKEN = "admin-token";

  private SharedKeys() {}
}
