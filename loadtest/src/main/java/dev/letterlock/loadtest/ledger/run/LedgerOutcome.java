package dev.letterlock.loadtest.ledger.run;

import dev.letterlock.loadtest.ledger.Judgement;
import dev.letterlock.loadtest.ledger.Violation;
import dev.letterlock.loadtest.ledger.fault.FaultKind;
import dev.letterlock.loadtest.measure.Percentiles;
import dev.letterlock.loadtest.report.Verdict;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run found, for people, for programs, and as a verdict.
 *
 * @param troubles what happened to sessions and requests, by name; under faults most is expected
 */
public record LedgerOutcome(LedgerReport report, Judgement judgement, Map<String, Long> troubles) {

  /** All promises were kept, the server came back each time, and all inboxes were emptied. */
  public Verdict verdict() {
    if (!judgement.clean()) {
      return Verdict.BROKEN;
    }
    if (judgement.accepted() == 0) {
      return Verdict.NOTHING;
    }
    return report.drained() && report.unrecovered() == 0 ? Verdict.KEPT : Verdict.AWAY;
  }

  /** One JSON object with the names of docs/OPERATIONS.md. */
  public String json() {
    return report.toJson();
  }

  /** Tables of the faults and of what was found, and the verdict. */
  public String text() {
    StringBuilder out = new StringBuilder("\n  ledger, seed " + report.seed() + "\n");
    row(out, "nodes, " + report.engine() + ", " + report.durability(), report.nodes());
    row(out, "connections", report.connections());
    row(out, "idle sessions besides", report.idle());
    out.append(
        String.format(Locale.ROOT, "  %-36s%8.1f s%n", "faults for", report.durationSeconds()));
    row(out, "submitted", report.submitted());
    row(out, "accepted", report.accepted());
    row(out, "shown, on all devices", report.shown());
    deliveries(out);
    row(out, "put aside by devices that reject", report.putAside());
    row(out, "came again, and ignored", report.repeated());
    row(out, "receipts", report.receipts());
    row(out, "one-time pre-keys handed out", report.preKeys());
    row(out, "submitted and never accepted", report.neverAccepted());
    row(out, "refused", report.refused());
    row(out, "gaps", report.gaps());
    faults(out);
    for (Violation violation : Violation.values()) {
      row(out, violation.words(), judgement.of(violation));
    }
    row(out, "lost, as relaxed allows", report.forgotten());
    judgement.findings().forEach(finding -> out.append("  ! ").append(finding).append('\n'));
    judgement.neverAccepted().stream()
        .limit(10)
        .forEach(id -> out.append("  never accepted: ").append(id).append('\n'));
    troubles.forEach(
        (name, count) -> out.append("  . ").append(name).append(": ").append(count).append('\n'));
    return out.append("  ").append(verdict().sentence()).append('\n').toString();
  }

  private void deliveries(StringBuilder out) {
    Percentiles deliver = report.deliverMillis();
    if (deliver != null) {
      out.append(
          String.format(
              Locale.ROOT,
              "  %-36s%8s p50%11s p99%11s max%n",
              "from sender to screen",
              millis(deliver.p50()),
              millis(deliver.p99()),
              millis(deliver.max())));
    }
  }

  private void faults(StringBuilder out) {
    out.append(
        String.format(
            Locale.ROOT, "  %-36s%8s%14s%14s%n", "fault", "times", "recovery p50", "max"));
    for (LedgerReport.FaultRow row : report.faults()) {
      out.append(
          String.format(
              Locale.ROOT,
              "  %-36s%8d%14s%14s%n",
              FaultKind.of(row.kind()).words(),
              row.count(),
              millis(row.recoveryP50()),
              millis(row.recoveryMax())));
    }
  }

  private static String millis(@Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%,.0f ms", value);
  }

  private static void row(StringBuilder out, String name, long value) {
    out.append(String.format(Locale.ROOT, "  %-36s%,8d%n", name, value));
  }
}
