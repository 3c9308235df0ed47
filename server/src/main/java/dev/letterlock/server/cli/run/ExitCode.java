package dev.letterlock.server.cli.run;

/** The exit codes that docs/OPERATIONS.md promises; those above 2 are of sysexits.h. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int UNAVAILABLE = 69;
  public static final int STORAGE = 74;
  public static final int CONFIGURATION = 78;

  private ExitCode() {}
}
