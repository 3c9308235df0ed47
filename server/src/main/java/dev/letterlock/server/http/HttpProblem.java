package dev.letterlock.server.http;

import java.util.Locale;

/** The refusals that any request can meet before its endpoint. */
public enum HttpProblem implements ProblemType {
  BAD_REQUEST(400, "The request breaks HTTP."),
  BAD_HOST(400, "A request needs exactly one Host."),
  BAD_PATH(400, "The path is not properly encoded."),
  INVALID_JSON(400, "The body is not the JSON that this endpoint takes."),
  NOT_FOUND(404, "There is nothing at this path."),
  METHOD_NOT_ALLOWED(405, "The path does not take this method."),
  REQUEST_TIMEOUT(408, "The request did not arrive in time."),
  BODY_TOO_LARGE(413, "The body is larger than this endpoint takes."),
  URL_TOO_LONG(414, "The request line is too long."),
  UNSUPPORTED_MEDIA_TYPE(415, "The body has another media type than this endpoint takes."),
  TOO_MANY_CONNECTIONS(429, "This address has too many connections, or opens them too fast."),
  TOO_MANY_REQUESTS(429, "This address asks too often."),
  HEADERS_TOO_LARGE(431, "The header fields are too large."),
  INTERNAL_ERROR(500, "The server failed."),
  OVERLOADED(503, "The server has too much to do just now.");

  private final int status;
  private final String title;

  HttpProblem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String title() {
    return title;
  }
}
