package dev.letterlock.server.net.upgrade;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The web origins (RFC 6454) whose pages may speak to the server: those that are configured and the
 * one that the server itself is called by. Who sends no Origin is no browser page.
 */
public final class Origins {

  private static final String ANY = "*";

  private final Set<String> allowed;

  /**
   * @param allowed such as {@code https://chat.example}, or {@code *}
   */
  public Origins(List<String> allowed) {
    this.allowed =
        allowed.stream()
            .map(o -> o.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether the page that sent this request, if it was one, is let in. */
  public boolean admit(HttpHeaders headers) {
    List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
    return origins.isEmpty() || (origins.size() == 1 && admits(origins.getFirst(), headers));
  }

  /** The origin to be named in Access-Control-Allow-Origin, or null. */
  public @Nullable String crossOrigin(HttpHeaders headers) {
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    return origin != null && listed(origin) ? origin : null;
  }

  private boolean admits(String origin, HttpHeaders headers) {
    return listed(origin) || isOwn(origin, headers.get(HttpHeaderNames.HOST));
  }

  private boolean listed(String origin) {
    return allowed.contains(ANY) || allowed.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static boolean isOwn(String origin, @Nullable String host) {
    int authority = origin.indexOf("://") + 3;
    return host != null && authority > 3 && origin.substring(authority).equalsIgnoreCase(host);
  }
}
