package dev.letterlock.client.transport;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a server listens: {@code http://host:port} or {@code https://host:port}, without a path.
 *
 * @param port 1 to 65535; 80 or 443 where the text names none
 */
public record ServerUrl(boolean tls, String host, int port) {

  private static final int MAX_PORT = 65_535;

  /**
   * Reads the usual text form; one slash at the end is allowed.
   *
   * @throws IllegalArgumentException if the text is not such a URL
   */
  public static ServerUrl parse(String text) {
    try {
      URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      boolean tls = "https".equalsIgnoreCase(uri.getScheme());
      boolean plain = "http".equalsIgnoreCase(uri.getScheme());
      int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
      boolean known = (tls || plain) && uri.getHost() != null && port > 0 && port <= MAX_PORT;
      if (!known || hasMore(uri)) {
        throw wrong(text);
      }
      return new ServerUrl(tls, uri.getHost(), port);
    } catch (URISyntaxException e) {
      throw wrong(text);
    }
  }

  /** A password would end in a log, and nothing else would reach the server. */
  private static boolean hasMore(URI uri) {
    return !uri.getRawPath().isEmpty()
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null;
  }

  /** The address of a path below this server. */
  public URI resolve(String path) {
    return URI.create(this + path);
  }

  /** As in the Host header; the port always stands there, which every server accepts. */
  String authority() {
    return host + ":" + port;
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "url: " + text + " (expected: http://host:port or https://host:port)");
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + authority();
  }
}
