package dev.letterlock.server.cli;

import dev.letterlock.storage.MoveProgress;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A bar for each kind of thing on a terminal; else a line each second. One thread uses it. */
final class MigrateProgress implements MoveProgress {
  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long DRAWING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int WIDTH = 30;

  private final PrintWriter err;
  private final boolean terminal;
  private final Map<String, Long> moved = new LinkedHashMap<>();
  private String current = "";
  private long drawn = System.nanoTime();

  MigrateProgress(PrintWriter err) {
    this.err = err;
    this.terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  @Override
  public void at(String what, long done, long of) {
    boolean next = !what.equals(current);
    if (next) {
      end();
      current = what;
    }
    moved.put(what, of);
    long now = System.nanoTime();
    if (now - drawn >= (terminal ? DRAWING_NANOS : LINE_NANOS) || (terminal && done == of)) {
      drawn = now;
      draw(done, of);
    }
  }

  /** Whatever comes next begins on a line of its own. */
  void end() {
    if (terminal && !current.isEmpty()) {
      err.println();
      err.flush();
    }
    current = "";
  }

  /** How many of what there were. */
  Map<String, Long> moved() {
    return Collections.unmodifiableMap(moved);
  }

  private void draw(long done, long of) {
    if (terminal) {
      int full = of == 0 ? WIDTH : (int) (WIDTH * Math.min(done, of) / of);
      String bar = "█".repeat(full) + " ".repeat(WIDTH - full);
      err.printf("\r%-16s │%s│ %,d of %,d", current, bar, done, of);
    } else {
      err.printf("%s: %,d of %,d…%n", current, done, of);
    }
    err.flush();
  }
}
