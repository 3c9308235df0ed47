package dev.letterlock.server.net;

/** The edge cannot be set up as configured; the message tells an operator why and what to mend. */
public final class EdgeFault extends Exception {

  private static final long serialVersionUID = 1L;

  public EdgeFault(String message) {
    super(message);
  }

  public EdgeFault(String message, Throwable cause) {
    super(message, cause);
  }
}
