package dev.letterlock.server.api;

import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.http.Endpoint;
import dev.letterlock.server.http.Problem;
import dev.letterlock.server.http.ProblemException;
import dev.letterlock.server.http.Request;
import dev.letterlock.server.http.Response;
import dev.letterlock.server.metrics.Meters;
import dev.letterlock.server.metrics.ServerMetrics;
import dev.letterlock.storage.StoreUnavailableException;
import java.util.concurrent.TimeUnit;

/** Turns what use cases throw into problem documents, and counts and times every request. */
public final class Refusals {

  /** Where over HTTP something was refused, as the meter names it. */
  public static final String PLACE = "http";

  private static final int UNAUTHORIZED = 401;
  private static final long MILLIS_PER_SECOND = 1000;

  private final ServerMetrics metrics;

  public Refusals(ServerMetrics metrics) {
    this.metrics = metrics;
  }

  /** The endpoint as the router gets it. */
  public Endpoint around(String template, Endpoint endpoint) {
    return request -> {
      long began = System.nanoTime();
      Response response = answer(endpoint, request);
      metrics
          .timer(Meters.HTTP_TIME, template, String.valueOf(response.status()))
          .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
      return response;
    };
  }

  private Response answer(Endpoint endpoint, Request request) throws Exception {
    try {
      return endpoint.handle(request);
    } catch (RefusedException e) {
      return refused(problem(e), e.retryAfterMillis());
    } catch (StoreUnavailableException e) {
      return refused(ApiProblem.UNAVAILABLE.problem(), MILLIS_PER_SECOND);
    } catch (ProblemException e) {
      return refused(e.problem(), 0);
    }
  }

  /** What a use case's refusal looks like to the client. */
  public static Problem problem(RefusedException refused) {
    return ApiProblem.of(refused.refusal()).problem().because(refused.detail());
  }

  private Response refused(Problem problem, long retryAfterMillis) {
    metrics.count(Meters.REJECTS, PLACE, problem.code());
    Response response = Response.problem(problem);
    if (problem.status() == UNAUTHORIZED) {
      response = response.header("WWW-Authenticate", "Bearer");
    }
    if (retryAfterMillis > 0) {
      long seconds = Math.ceilDiv(retryAfterMillis, MILLIS_PER_SECOND);
      response = response.header("Retry-After", String.valueOf(seconds));
    }
    return response;
  }
}
