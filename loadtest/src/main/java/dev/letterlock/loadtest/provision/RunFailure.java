package dev.letterlock.loadtest.provision;

import org.jspecify.annotations.Nullable;

/** A run cannot go on, in words for the person who started it. */
public final class RunFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Exit code when the server is not there (EX_UNAVAILABLE). */
  public static final int UNAVAILABLE = 69;

  /** Exit code when this machine does not allow enough (EX_OSERR). */
  public static final int MACHINE = 71;

  /** Exit code when the server says no (EX_NOPERM). */
  public static final int REFUSED = 77;

  /** Exit code when what is set for the server cannot be used (EX_CONFIG), as the server's own. */
  public static final int CONFIGURATION = 78;

  private final int exitCode;

  public RunFailure(int exitCode, @Nullable String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
