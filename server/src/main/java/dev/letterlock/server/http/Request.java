package dev.letterlock.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request for one endpoint.
 *
 * @param method in upper case
 * @param target path and query as they were sent
 * @param parameters the parts of the path that the route names, decoded
 * @param query decoded
 * @param client behind trusted proxies
 * @param content the body
 */
public record Request(
    String method,
    String target,
    Map<String, String> parameters,
    Map<String, List<String>> query,
    HttpHeaders headers,
    InetAddress client,
    Content content) {

  private static final String BEARER = "Bearer ";

  /** The body, whole or arriving. */
  public sealed interface Content {
    /** A body that is all here. Who holds it does not change it. */
    final class Whole implements Content {
      private final byte[] bytes;

      public Whole(byte[] bytes) {
        this.bytes = bytes;
      }
    }

    /** A body that is read while it arrives; {@code read} throws when the client breaks off. */
    record Arriving(InputStream stream) implements Content {}
  }

  /** The path as it was sent, without the query: what a request signature covers. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The part of the path that the route calls {@code name}. */
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("name: " + name + " (expected: one of the route's)");
    }
    return value;
  }

  /** The first query parameter of this name. */
  public Optional<String> queryParameter(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The first header field of this name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The token of the Authorization header. */
  public Optional<String> bearer() {
    return header("Authorization")
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip());
  }

  /** The bytes of the whole body, where the route's body is not streamed. */
  public byte[] body() {
    return switch (content) {
      case Content.Whole whole -> whole.bytes;
      case Content.Arriving _ ->
          throw new IllegalStateException("body: arriving (expected: a route with a whole one)");
    };
  }

  /** The arriving body, where the route's body is streamed. */
  public InputStream stream() {
    return switch (content) {
      case Content.Arriving(InputStream stream) -> stream;
      case Content.Whole _ ->
          throw new IllegalStateException("body: whole (expected: a route with a streamed one)");
    };
  }

  /** Leaves out all that may be secret. */
  @Override
  public String toString() {
    return method + " " + path();
  }
}
