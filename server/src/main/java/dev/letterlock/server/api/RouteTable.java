package dev.letterlock.server.api;

import dev.letterlock.server.http.BodyPolicy;
import dev.letterlock.server.http.Endpoint;
import dev.letterlock.server.http.Router;
import java.util.ArrayList;
import java.util.List;

/** Collects the routes of one port, each with its refusals handled. */
public final class RouteTable {

  private final Router.Builder router = Router.builder();
  private final Refusals refusals;
  private final List<String> routes = new ArrayList<>();

  public RouteTable(Refusals refusals) {
    this.refusals = refusals;
  }

  public void get(String template, Endpoint endpoint) {
    add("GET", template, BodyPolicy.NONE, endpoint);
  }

  public void post(String template, BodyPolicy body, Endpoint endpoint) {
    add("POST", template, body, endpoint);
  }

  public void put(String template, BodyPolicy body, Endpoint endpoint) {
    add("PUT", template, body, endpoint);
  }

  public void patch(String template, BodyPolicy body, Endpoint endpoint) {
    add("PATCH", template, body, endpoint);
  }

  public void delete(String template, BodyPolicy body, Endpoint endpoint) {
    add("DELETE", template, body, endpoint);
  }

  /** The router of what was added so far. */
  public Router router() {
    return router.build();
  }

  /** What was added so far, as {@code METHOD /path/{parameter}}. */
  public List<String> routes() {
    return List.copyOf(routes);
  }

  private void add(String method, String template, BodyPolicy body, Endpoint endpoint) {
    routes.add(method + " " + template);
    router.route(method, template, body, refusals.around(template, endpoint));
  }
}
