package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.report.Report;
import java.util.Map;

/**
 * What a scenario found.
 *
 * @param troubles things that should not happen, by name
 * @param corrupt messages that arrived and could not be opened or were not what had been sent
 */
public record Outcome(Report report, Window window, Map<String, Long> troubles, long corrupt) {

  /** Whether every accepted message arrived once, in order and readable. */
  public boolean clean() {
    return report.clean() && corrupt == 0;
  }
}
