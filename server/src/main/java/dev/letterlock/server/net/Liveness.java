package dev.letterlock.server.net;

/**
 * How long a WebSocket connection may be silent or stuck, in seconds; accurate to about one.
 *
 * @param pingAfter nothing heard: a ping is sent
 * @param closeAfter nothing heard: the connection is closed
 * @param slowReader not writable: the connection is closed
 * @param partialMessage part of a message came and the rest did not: the connection is closed
 */
public record Liveness(int pingAfter, int closeAfter, int slowReader, int partialMessage) {

  public Liveness {
    if (pingAfter < 1 || slowReader < 1 || partialMessage < 1) {
      throw new IllegalArgumentException("seconds: below 1 (expected: 1 or more)");
    }
    if (closeAfter <= pingAfter) {
      throw new IllegalArgumentException(
          "closeAfter: " + closeAfter + " (expected: more than pingAfter, " + pingAfter + ")");
    }
  }
}
