package dev.letterlock.server.net.upgrade;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request is the opening handshake that the server takes (RFC 6455 §4.2.1). Safe for any
 * thread.
 */
public final class UpgradeCheck {

  public static final String SUBPROTOCOL = "letterlock.v1";

  private static final String VERSION = "13";
  private static final int KEY_SIZE = 16;
  private static final int KEY_LENGTH = 24;
  private static final String BEARER = "Bearer ";

  private final String path;
  private final @Nullable String subprotocol;
  private final Origins origins;

  /**
   * @param path the one path that is upgraded
   * @param subprotocol the one that must be offered; null asks for none
   */
  public UpgradeCheck(String path, @Nullable String subprotocol, Origins origins) {
    this.path = path;
    this.subprotocol = subprotocol;
    this.origins = origins;
  }

  /** Whether the request is for the path that this check is about. */
  public boolean concerns(String target) {
    return target.startsWith(path)
        && (target.length() == path.length() || target.charAt(path.length()) == '?');
  }

  /** The subprotocol that the answer names, or null. */
  public @Nullable String subprotocol() {
    return subprotocol;
  }

  /** Why the request is refused, or null if it is not. */
  public @Nullable UpgradeRefusal refusal(HttpRequest request) {
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return UpgradeRefusal.HTTP_VERSION;
    }
    if (!request.method().equals(HttpMethod.GET)) {
      return UpgradeRefusal.METHOD;
    }
    if (request.uri().length() != path.length()) {
      return UpgradeRefusal.QUERY;
    }
    UpgradeRefusal refusal = ofHttp(request.headers());
    return refusal != null ? refusal : ofWebSocket(request.headers());
  }

  /** The bearer token of a request that is not refused. */
  public @Nullable String bearer(HttpRequest request) {
    String value = request.headers().get(HttpHeaderNames.AUTHORIZATION);
    return value == null ? null : value.substring(BEARER.length());
  }

  private @Nullable UpgradeRefusal ofHttp(HttpHeaders headers) {
    if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || hasLength(headers)) {
      return UpgradeRefusal.BODY;
    }
    if (!origins.admit(headers)) {
      return UpgradeRefusal.ORIGIN;
    }
    return isBearerOrNothing(headers) ? null : UpgradeRefusal.AUTHORIZATION;
  }

  private @Nullable UpgradeRefusal ofWebSocket(HttpHeaders headers) {
    if (!names(headers, HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        || !names(headers, HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)) {
      return UpgradeRefusal.NOT_AN_UPGRADE;
    }
    if (!VERSION.equals(single(headers, HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      return UpgradeRefusal.WEBSOCKET_VERSION;
    }
    if (!isKey(single(headers, HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
      return UpgradeRefusal.WEBSOCKET_KEY;
    }
    boolean offered =
        subprotocol == null
            || tokens(headers, HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)
                .anyMatch(subprotocol::equals);
    return offered ? null : UpgradeRefusal.SUBPROTOCOL;
  }

  private static boolean hasLength(HttpHeaders headers) {
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    return !lengths.isEmpty() && !lengths.equals(List.of("0"));
  }

  private static boolean isBearerOrNothing(HttpHeaders headers) {
    List<String> values = headers.getAll(HttpHeaderNames.AUTHORIZATION);
    return values.isEmpty()
        || (values.size() == 1
            && values.getFirst().length() > BEARER.length()
            && values.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length()));
  }

  private static boolean isKey(@Nullable String key) {
    if (key == null || key.length() != KEY_LENGTH) {
      return false;
    }
    try {
      return Base64.getDecoder().decode(key).length == KEY_SIZE;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static @Nullable String single(HttpHeaders headers, CharSequence name) {
    List<String> values = headers.getAll(name);
    return values.size() == 1 && !values.getFirst().isEmpty() ? values.getFirst() : null;
  }

  private static boolean names(HttpHeaders headers, CharSequence name, CharSequence token) {
    return tokens(headers, name).anyMatch(one -> one.toLowerCase(Locale.ROOT).contentEquals(token));
  }

  private static Stream<String> tokens(HttpHeaders headers, CharSequence name) {
    return headers.getAll(name).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .map(String::strip);
  }
}
