package dev.letterlock.server.http;

import java.io.IOException;

/** The client went away, or was too slow, before the body of its request was here. */
public final class BrokenOffException extends IOException {

  private static final long serialVersionUID = 1L;

  /**
   * @param cause how it ended
   */
  public BrokenOffException(IOException cause) {
    super("the request broke off", cause);
  }
}
