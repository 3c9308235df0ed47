package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Counts;
import dev.letterlock.loadtest.measure.Percentiles;
import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.report.Report;
import org.jspecify.annotations.Nullable;

/** Puts what was measured into the fields of a report. */
final class Reports {

  private static final long KIB = 1024;

  private Reports() {}

  /**
   * The outcome of a scenario that sends messages.
   *
   * @param lost over the whole run
   * @param costed the events among which the server's CPU time is shared
   */
  static Outcome ofMessages(
      String scenario, Setup setup, Window window, long lost, long costed, boolean delivers) {
    Counts whole = setup.run().tally().counts();
    Counts counts = window.counts();
    Report report =
        new Report(
            scenario,
            setup.options().connections(),
            setup.options().payload(),
            rounded(window.seconds()),
            counts.sent(),
            counts.accepted(),
            delivers ? counts.delivered() : whole.delivered(),
            lost,
            whole.duplicated(),
            whole.reordered(),
            delivers ? rounded(counts.delivered() / window.seconds()) : null,
            Percentiles.of(window.accepted()),
            delivers ? Percentiles.of(window.deliver()) : null,
            round(window.cpuMicrosPer(costed)),
            kib(window.rssBytes()),
            null,
            null);
    return outcome(setup, report, window);
  }

  /** The outcome of a scenario that only connects. */
  static Outcome ofConnections(
      String scenario, Setup setup, Window window, @Nullable Double rssPerConnection) {
    boolean storm = rssPerConnection == null && scenario.equals("connect");
    long connects = window.counts().connects();
    Report report =
        new Report(
            scenario,
            setup.options().connections(),
            null,
            rounded(window.seconds()),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            storm ? round(window.cpuMicrosPer(connects)) : null,
            kib(window.rssBytes()),
            rssPerConnection == null ? null : rounded(rssPerConnection / KIB),
            storm ? rounded(connects / window.seconds()) : null);
    return outcome(setup, report, window);
  }

  private static Outcome outcome(Setup setup, Report report, Window window) {
    return new Outcome(
        report, window, setup.run().tally().troubles(), setup.run().tally().counts().corrupt());
  }

  private static @Nullable Long kib(@Nullable Long bytes) {
    return bytes == null ? null : bytes / KIB;
  }

  private static @Nullable Double round(@Nullable Double value) {
    return value == null ? null : rounded(value);
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
