package dev.letterlock.server.api.management;

import dev.letterlock.server.api.RouteTable;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import dev.letterlock.server.metrics.ServerMetrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Metrics, liveness and readiness; no token, as the port is on loopback only. */
public final class HealthEndpoints {

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int OK = 200;
  private static final int NOT_READY = 503;

  private final ServerMetrics metrics;
  private final List<ReadinessCheck> checks;
  private final Map<String, String> facts;

  /**
   * Answers with these.
   *
   * @param facts shown by readiness whatever the checks say, such as the durability in force
   */
  public HealthEndpoints(
      ServerMetrics metrics, List<ReadinessCheck> checks, Map<String, String> facts) {
    this.metrics = metrics;
    this.checks = List.copyOf(checks);
    this.facts = new TreeMap<>(facts);
  }

  /** Adds the routes. */
  public void addTo(RouteTable routes) {
    routes.get("/metrics", request -> Response.text(OK, PROMETHEUS, metrics.scrape()));
    routes.get("/healthz", request -> Response.text(OK, "text/plain; charset=utf-8", "ok\n"));
    routes.get("/readyz", this::ready);
  }

  private record Readiness(boolean ready, List<Missing> missing, Map<String, String> facts) {}

  private record Missing(String name, String why) {}

  private Response ready(Request request) {
    List<Missing> missing = checks.stream().flatMap(check -> missing(check).stream()).toList();
    int status = missing.isEmpty() ? OK : NOT_READY;
    return Response.json(status, new Readiness(missing.isEmpty(), missing, facts));
  }

  private static Optional<Missing> missing(ReadinessCheck check) {
    return check.missing().get().map(why -> new Missing(check.name(), why));
  }
}
