package dev.letterlock.server.http.connection;

/**
 * How long a client may take, in seconds; accurate to about one.
 *
 * @param head from the connection to the end of its first request's head, TLS included
 * @param body from the head to the end of a body; for a streamed one, between two pieces
 * @param idle from a response to the end of the next request's head
 */
public record HttpTimeouts(int head, int body, int idle) {

  public static final HttpTimeouts DEFAULT = new HttpTimeouts(10, 30, 60);

  public HttpTimeouts {
    if (head < 1 || body < 1 || idle < 1) {
      throw new IllegalArgumentException("seconds: below 1 (expected: 1 or more)");
    }
  }
}
