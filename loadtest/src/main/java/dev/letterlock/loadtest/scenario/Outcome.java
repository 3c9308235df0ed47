package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Footprint;
import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.report.Report;
import dev.letterlock.loadtest.report.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What a scenario found.
 *
 * @param footprints what the server held, in a soak
 * @param notes what belongs beside the figures, in words
 * @param troubles things that should not happen, by name
 * @param corrupt messages that arrived and could not be opened or were not what had been sent
 * @param broken sessions that ended before they should
 * @param away sessions that the server told to go away
 */
public record Outcome(
    Report report,
    Window window,
    List<Footprint> footprints,
    List<String> notes,
    Map<String, Long> troubles,
    long corrupt,
    long broken,
    long away) {

  public Outcome {
    footprints = List.copyOf(footprints);
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
    if (accepted == 0) {
      return Verdict.NOTHING;
    }
    return report.flat() ? Verdict.ARRIVED : Verdict.GREW;
  }
}
