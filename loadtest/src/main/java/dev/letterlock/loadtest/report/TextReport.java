package dev.letterlock.loadtest.report;

import dev.letterlock.loadtest.measure.Growth;
import dev.letterlock.loadtest.measure.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report for people: a table of what the scenario measured, and a verdict. */
public final class TextReport {

  private final List<String[]> rows = new ArrayList<>();

  private TextReport() {}

  /** All lines, with notes and the troubles of the run below the table. */
  public static String of(
      Report report, List<String> notes, Map<String, Long> troubles, Verdict verdict) {
    TextReport text = new TextReport();
    text.fill(report);
    return text.table(report) + noteLines(notes) + troubleLines(troubles) + verdictLine(verdict);
  }

  private void fill(Report report) {
    row("connections", number((long) report.connections()));
    row("payload", unit(report.payloadBytes(), "B padded"));
    row("measured", String.format(Locale.ROOT, "%.1f s", report.durationSeconds()));
    row("sent", number(report.sent()));
    row("accepted", number(report.accepted()));
    row(deliveredName(report), number(report.delivered()));
    row("delivered per second", rate(report.deliveredPerSecond()));
    row("connects per second", rate(report.connectsPerSecond()));
    row("publish to accepted", percentiles(report.acceptedMillis()));
    row("publish to deliver", percentiles(report.deliverMillis()));
    row("server CPU per " + event(report), decimal(report.serverCpuUsPerMessage(), "µs"));
    row(event(report) + "s per CPU-second", perCpuSecond(report.serverCpuUsPerMessage()));
    row("server memory", unit(report.serverRssKb(), "KiB resident"));
    row("memory per connection", decimal(report.rssKbPerConnection(), "KiB"));
    row("lost", number(report.lost()));
    row("duplicated", number(report.duplicated()));
    row("reordered", number(report.reordered()));
    if (report.growth() != null) {
      report.growth().forEach(this::growth);
    }
  }

  private void growth(Growth growth) {
    row(
        growth.part().words(),
        String.format(
            Locale.ROOT,
            "%,.1f, in the second half %+,.1f%s (at most +%,.1f)",
            growth.mean(),
            growth.rise(),
            growth.flat() ? "" : ", NOT FLAT",
            growth.bound()));
  }

  /** Where nothing is delivered while it is measured, the figure is of the time after it too. */
  private static String deliveredName(Report report) {
    return report.deliveredPerSecond() == null ? "delivered in all" : "delivered";
  }

  private static String event(Report report) {
    return report.scenario().equals("connect") ? "connect" : "message";
  }

  private String table(Report report) {
    StringBuilder out = new StringBuilder("\n  " + report.scenario() + "\n");
    int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
    for (String[] row : rows) {
      out.append(String.format(Locale.ROOT, "  %-" + width + "s  %s%n", row[0], row[1]));
    }
    return out.toString();
  }

  private void row(String name, @Nullable String value) {
    if (value != null) {
      rows.add(new String[] {name, value});
    }
  }

  private static String noteLines(List<String> notes) {
    StringBuilder out = new StringBuilder();
    notes.forEach(note -> out.append("  ").append(note).append('\n'));
    return out.toString();
  }

  private static String troubleLines(Map<String, Long> troubles) {
    StringBuilder out = new StringBuilder();
    troubles.forEach(
        (name, count) -> out.append("  ! ").append(name).append(": ").append(count).append('\n'));
    return out.toString();
  }

  private static String verdictLine(Verdict verdict) {
    return "  " + verdict.sentence() + "\n";
  }

  private static @Nullable String number(@Nullable Long value) {
    return value == null ? null : String.format(Locale.ROOT, "%,d", value);
  }

  private static @Nullable String unit(@Nullable Number value, String unit) {
    return value == null ? null : String.format(Locale.ROOT, "%,d %s", value.longValue(), unit);
  }

  private static @Nullable String rate(@Nullable Double value) {
    return value == null ? null : String.format(Locale.ROOT, "%,.0f", value);
  }

  private static @Nullable String decimal(@Nullable Double value, String unit) {
    return value == null ? null : String.format(Locale.ROOT, "%,.2f %s", value, unit);
  }

  private static @Nullable String perCpuSecond(@Nullable Double micros) {
    return micros == null || micros == 0 ? null : String.format(Locale.ROOT, "%,.0f", 1e6 / micros);
  }

  private static @Nullable String percentiles(@Nullable Percentiles millis) {
    return millis == null
        ? null
        : String.format(
            Locale.ROOT,
            "p50 %.2f  p99 %.2f  p99.9 %.2f  max %.2f ms",
            millis.p50(),
            millis.p99(),
            millis.p999(),
            millis.max());
  }
}
