package dev.letterlock.server.api.management;

import dev.letterlock.server.api.ApiProblem;
import dev.letterlock.server.http.Endpoint;
import dev.letterlock.settings.value.Secret;

/** Lets only who knows the admin token through to an endpoint. */
public final class AdminGate {

  private final Secret adminToken;

  public AdminGate(Secret adminToken) {
    this.adminToken = adminToken;
  }

  Endpoint admin(Endpoint endpoint) {
    return request -> {
      String given = request.bearer().orElseThrow(ApiProblem.TOKEN_MISSING::exception);
      if (!adminToken.matches(given)) {
        throw ApiProblem.TOKEN_INVALID.exception();
      }
      return endpoint.handle(request);
    };
  }
}
