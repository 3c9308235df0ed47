package dev.letterlock.server.api;

import dev.letterlock.server.auth.TokenClaims;
import dev.letterlock.server.auth.TokenType;
import dev.letterlock.server.features.Callers;
import dev.letterlock.server.http.Endpoint;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;

/** Lets only holders of a token through to an endpoint. */
public final class Gate {

  private final Callers callers;

  public Gate(Callers callers) {
    this.callers = callers;
  }

  /** What answers a caller who is known. */
  @FunctionalInterface
  interface CallerEndpoint {
    Response handle(TokenClaims caller, Request request) throws Exception;
  }

  /** For devices that are signed in. */
  Endpoint access(CallerEndpoint endpoint) {
    return request -> endpoint.handle(callers.require(bearer(request), TokenType.ACCESS), request);
  }

  /** For devices that are about to be enrolled. */
  Endpoint enrolment(CallerEndpoint endpoint) {
    return request ->
        endpoint.handle(callers.require(bearer(request), TokenType.ENROLMENT), request);
  }

  /** For both. */
  Endpoint any(CallerEndpoint endpoint) {
    return request -> endpoint.handle(callers.requireAny(bearer(request)), request);
  }

  private static String bearer(Request request) {
    return request.bearer().orElseThrow(ApiProblem.TOKEN_MISSING::exception);
  }
}
