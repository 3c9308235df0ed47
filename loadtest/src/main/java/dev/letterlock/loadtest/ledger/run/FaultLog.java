package dev.letterlock.loadtest.ledger.run;

import dev.letterlock.loadtest.ledger.fault.FaultKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How long the server took to accept again after each fault. One thread. */
final class FaultLog {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<FaultKind, List<Long>> nanos = new EnumMap<>(FaultKind.class);
  private long unrecovered;

  /** Of a kind that will be tried, there is a row also when it was not. */
  FaultLog(List<FaultKind> kinds) {
    kinds.forEach(kind -> nanos.put(kind, new ArrayList<>()));
  }

  void recovered(FaultKind kind, long after) {
    nanos.computeIfAbsent(kind, _ -> new ArrayList<>()).add(after);
  }

  /** Nothing was accepted again. */
  void unrecovered() {
    unrecovered++;
  }

  long unrecoveredCount() {
    return unrecovered;
  }

  List<LedgerReport.FaultRow> rows() {
    return nanos.entrySet().stream().map(kind -> row(kind.getKey(), kind.getValue())).toList();
  }

  private static LedgerReport.FaultRow row(FaultKind kind, List<Long> times) {
    List<Long> sorted = times.stream().sorted().toList();
    return new LedgerReport.FaultRow(
        kind.label(),
        sorted.size(),
        sorted.isEmpty() ? null : millis(sorted.get((sorted.size() - 1) / 2)),
        sorted.isEmpty() ? null : millis(sorted.getLast()));
  }

  private static double millis(long nanos) {
    return Math.round(nanos / NANOS_PER_MILLI * 10) / 10.0;
  }
}
