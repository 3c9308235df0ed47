package dev.letterlock.loadtest.measure;

import java.io.PrintStream;
import java.util.Locale;

/** One line for each phase and each five seconds, for logs and pipes. */
public final class PlainProgress implements Progress {

  private static final int LINE_SECONDS = 5;

  private final PrintStream out;
  private String phase = "";
  private int seconds;
  private long begun;

  public PlainProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void begin(String name, long size) {
    phase = name;
    seconds = 0;
    begun = System.nanoTime();
    out.println(name + (size > 0 ? " (" + size + ")" : ""));
  }

  @Override
  public void done(long steps) {}

  @Override
  public void second(Second second) {
    seconds++;
    if (seconds % LINE_SECONDS == 0) {
      out.println("  " + phase + " " + BarProgress.rates(second));
    }
  }

  @Override
  public void end() {
    double took = (System.nanoTime() - begun) / 1e9;
    out.printf(Locale.ROOT, "  %s done after %.1f s%n", phase, took);
  }
}
