package dev.letterlock.server.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the route of a request. Immutable, safe for any thread. */
public final class Router {

  private final List<Route> routes;

  private Router(List<Route> routes) {
    this.routes = routes;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects routes; of two that match a path the one with fewer parameters wins. */
  public static final class Builder {
    private final List<Route> routes = new ArrayList<>();

    private Builder() {}

    public Builder get(String template, Endpoint endpoint) {
      return route("GET", template, BodyPolicy.NONE, endpoint);
    }

    public Builder post(String template, BodyPolicy body, Endpoint endpoint) {
      return route("POST", template, body, endpoint);
    }

    public Builder put(String template, BodyPolicy body, Endpoint endpoint) {
      return route("PUT", template, body, endpoint);
    }

    public Builder patch(String template, BodyPolicy body, Endpoint endpoint) {
      return route("PATCH", template, body, endpoint);
    }

    public Builder delete(String template, BodyPolicy body, Endpoint endpoint) {
      return route("DELETE", template, body, endpoint);
    }

    public Builder route(String method, String template, BodyPolicy body, Endpoint endpoint) {
      routes.add(Route.of(method, template, body, endpoint));
      return this;
    }

    public Router build() {
      Comparator<Route> literalFirst =
          Comparator.comparingLong(
              route -> route.segments().stream().filter(s -> s.startsWith("{")).count());
      return new Router(routes.stream().sorted(literalFirst).toList());
    }
  }

  /** What was found for a request. */
  public sealed interface Found {
    /** An endpoint; for HEAD the one of GET. */
    record Endpoint(Route route, Map<String, String> parameters) implements Found {}

    /** The path takes other methods only. */
    record OtherMethods(SortedSet<String> allowed) implements Found {}

    /** No route has this path. */
    record Nothing() implements Found {}
  }

  /**
   * Looks for the route.
   *
   * @param rawPath as it was sent, without the query
   * @throws ProblemException if the path is not properly encoded
   */
  public Found find(String method, String rawPath) {
    List<String> path = decode(rawPath);
    String wanted = method.equals("HEAD") ? "GET" : method;
    SortedSet<String> others = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> parameters = route.match(path);
      if (parameters.isPresent() && route.method().equals(wanted)) {
        return new Found.Endpoint(route, parameters.get());
      }
      if (parameters.isPresent()) {
        others.add(route.method());
      }
    }
    return others.isEmpty() ? new Found.Nothing() : new Found.OtherMethods(withImplied(others));
  }

  private static SortedSet<String> withImplied(SortedSet<String> methods) {
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return methods;
  }

  private static List<String> decode(String rawPath) {
    if (!rawPath.startsWith("/")) {
      throw HttpProblem.BAD_PATH.exception();
    }
    List<String> segments = new ArrayList<>();
    for (String segment : rawPath.substring(1).split("/", -1)) {
      try {
        // A plus is a plus in a path; only a query reads it as a space.
        segments.add(QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")));
      } catch (IllegalArgumentException e) {
        throw HttpProblem.BAD_PATH.exception();
      }
    }
    return segments;
  }
}
