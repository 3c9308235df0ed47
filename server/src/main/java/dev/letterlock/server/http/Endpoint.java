package dev.letterlock.server.http;

/** What answers the requests of one route. Runs on a virtual thread and may block. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers one request.
   *
   * @throws ProblemException to refuse
   * @throws Exception anything else becomes {@link HttpProblem#INTERNAL_ERROR} and a log entry
   */
  Response handle(Request request) throws Exception;
}
