package dev.letterlock.server.cli.run;

/**
 * A command ends with this exit code, and its user reads this sentence; a program reads the code
 * beside it, which stays as it is.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final String code;

  /** A failure that is told apart by its exit code alone. */
  public CommandFailure(int exitCode, String sentence) {
    this(exitCode, usualCode(exitCode), sentence);
  }

  public CommandFailure(int exitCode, String code, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
    this.code = code;
  }

  /** What programs tell failures apart by, in snake_case. */
  public String code() {
    return code;
  }

  public int exitCode() {
    return exitCode;
  }

  private static String usualCode(int exitCode) {
    return switch (exitCode) {
      case ExitCode.UNAVAILABLE -> "unavailable";
      case ExitCode.STORAGE -> "storage";
      case ExitCode.CONFIGURATION -> "configuration";
      default -> "failed";
    };
  }
}
