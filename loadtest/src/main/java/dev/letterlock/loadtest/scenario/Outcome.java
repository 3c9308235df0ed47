package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.report.Report;
import dev.letterlock.loadtest.report.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What a scenario found.
 *
 * @param notes what belongs beside the figures, in words
 * @param troubles things that should not happen, by name
 * @param corrupt messages that arrived and could not be opened or were not what had been sent
 * @param broken sessions that ended before they should
 * @param away sessions that the server told to go away
 */
public record Outcome(
    Report report,
    Window window,
    List<String> notes,
    Map<String, Long> troubles,
    long corrupt,
    long broken,
    long away) {

  public Outcome {
    notes = List.copyOf(notes);
  }

  /** What all this comes to. */
  public Verdict verdict() {
    Long accepted = report.accepted();
    if (away > 0 && broken == 0 && report.clean() && corrupt == 0) {
      return Verdict.LEFT;
    }
    if (accepted == null) {
      return broken == 0 ? Verdict.STAYED : Verdict.BROKE;
    }
    if (!report.clean() || corrupt > 0) {
      return Verdict.HARMED;
    }
    return accepted == 0 ? Verdict.NOTHING : Verdict.ARRIVED;
  }
}
