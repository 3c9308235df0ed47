package dev.letterlock.loadtest.scenario;

import dev.letterlock.loadtest.measure.Counts;
import dev.letterlock.loadtest.measure.Footprint;
import dev.letterlock.loadtest.measure.Growth;
import dev.letterlock.loadtest.measure.Percentiles;
import dev.letterlock.loadtest.measure.Window;
import dev.letterlock.loadtest.report.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts what was measured into the fields of a report. */
final class Reports {

  private static final long KIB = 1024;

  private Reports() {}

  /**
   * The outcome of a scenario that sends messages.
   *
   * @param connections that were open
   * @param lost over the whole run
   * @param costed the events among which the server's CPU time is shared
   */
  static Outcome ofMessages(
      String scenario,
      Setup setup,
      int connections,
      Window window,
      long lost,
      long costed,
      boolean delivers) {
    return ofMessages(scenario, setup, connections, window, lost, costed, delivers, List.of());
  }

  /** The outcome of a soak, in which nobody waits for a delivery. */
  static Outcome ofSoak(Setup setup, Window window, long lost, List<Footprint> footprints) {
    return ofMessages(
        "soak",
        setup,
        setup.options().connections(),
        window,
        lost,
        window.counts().accepted(),
        false,
        footprints);
  }

  private static Outcome ofMessages(
      String scenario,
      Setup setup,
      int connections,
      Window window,
      long lost,
      long costed,
      boolean delivers,
      List<Footprint> footprints) {
    List<Growth> growth = footprints.isEmpty() ? null : Growth.in(footprints);
    boolean unknown = lost > 0 && setup.run().leaving();
    Counts whole = setup.run().tally().counts();
    Counts counts = window.counts();
    Report report =
        new Report(
            scenario,
            connections,
            setup.options().payload(),
            rounded(window.seconds()),
            counts.sent(),
            counts.accepted(),
            delivers ? counts.delivered() : whole.delivered(),
            unknown ? null : lost,
            whole.duplicated(),
            whole.reordered(),
            delivers ? rounded(counts.delivered() / window.seconds()) : null,
            Percentiles.of(window.accepted()),
            delivers ? Percentiles.of(window.deliver()) : null,
            round(window.cpuMicrosPer(costed)),
            kib(window.rssBytes()),
            null,
            null,
            growth);
    List<String> notes = unknown ? List.of(notArrived(lost)) : List.of();
    return outcome(setup, report, window, footprints, notes);
  }

  private static String notArrived(long messages) {
    return messages
        + " accepted messages had not arrived when the server went away; it still has to deliver them.";
  }

  /** The outcome of a storm of connections. */
  static Outcome ofConnects(Setup setup, Window window) {
    long connects = window.counts().connects();
    Double micros = round(window.cpuMicrosPer(connects));
    double rate = rounded(connects / window.seconds());
    return outcome(
        setup,
        withoutMessages("connect", setup, window, micros, null, rate),
        window,
        List.of(),
        List.of());
  }

  /**
   * The outcome of sessions that do nothing.
   *
   * @param rssEach bytes, null where the server could not be asked
   */
  static Outcome ofIdle(Setup setup, Window window, @Nullable Double rssEach, List<String> notes) {
    Double each = rssEach == null ? null : rounded(rssEach / KIB);
    return outcome(
        setup, withoutMessages("idle", setup, window, null, each, null), window, List.of(), notes);
  }

  private static Report withoutMessages(
      String scenario,
      Setup setup,
      Window window,
      @Nullable Double cpuMicros,
      @Nullable Double rssPerConnection,
      @Nullable Double connectsPerSecond) {
    return new Report(
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
        cpuMicros,
        kib(window.rssBytes()),
        rssPerConnection,
        connectsPerSecond,
        null);
  }

  private static Outcome outcome(
      Setup setup, Report report, Window window, List<Footprint> footprints, List<String> notes) {
    return new Outcome(
        report,
        window,
        footprints,
        notes,
        setup.run().tally().troubles(),
        setup.run().tally().counts().corrupt(),
        setup.run().tally().broken(),
        setup.run().tally().away());
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
