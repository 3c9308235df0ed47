package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.report.Report;
import java.util.List;
import java.util.Map;

/**
 * What a scenario found.
 *
 * @param notes what belongs beside the figures, in words
 * @param troubles things that should not happen, by name
 * @param corrupt messages that arrived and could not be opened or were not what had been sent
 */
public record Outcome(
    Report report, Window window, List<String> notes, Map<String, Long> troubles, long corrupt) {

  public Outcome {
    notes = List.copyOf(notes);
  }

  /** Whether every accepted message arrived once, in order and readable. */
  public boolean clean() {
    return report.clean() && corrupt == 0;
  }
}
