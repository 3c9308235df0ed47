package dev.letterlock.loadtest.ledger.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.letterlock.loadtest.ledger.Judgement;
import dev.letterlock.loadtest.ledger.Violation;
import dev.letterlock.loadtest.measure.Percentiles;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run under faults found, in exactly the fields that programs may rely on
 * (docs/OPERATIONS.md).
 */
@JsonPropertyOrder({
  "scenario",
  "seed",
  "engine",
  "durability",
  "nodes",
  "duration_s",
  "connections",
  "idle",
  "submitted",
  "accepted",
  "never_accepted",
  "refused",
  "shown",
  "deliver_ms",
  "put_aside",
  "repeated",
  "forgotten",
  "receipts",
  "pre_keys",
  "gaps",
  "lost",
  "shown_twice",
  "out_of_order",
  "receipts_backwards",
  "pre_keys_twice",
  "altered",
  "unrecovered",
  "drained",
  "faults"
})
record LedgerReport(
    String scenario,
    long seed,
    String engine,
    String durability,
    int nodes,
    @JsonProperty("duration_s") double durationSeconds,
    int connections,
    int idle,
    long submitted,
    long accepted,
    @JsonProperty("never_accepted") long neverAccepted,
    long refused,
    long shown,
    @JsonProperty("deliver_ms") @Nullable Percentiles deliverMillis,
    @JsonProperty("put_aside") long putAside,
    long repeated,
    long forgotten,
    long receipts,
    @JsonProperty("pre_keys") long preKeys,
    long gaps,
    long lost,
    @JsonProperty("shown_twice") long shownTwice,
    @JsonProperty("out_of_order") long outOfOrder,
    @JsonProperty("receipts_backwards") long receiptsBackwards,
    @JsonProperty("pre_keys_twice") long preKeysTwice,
    long altered,
    long unrecovered,
    boolean drained,
    List<FaultRow> faults) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * What was tried of one kind of fault.
   *
   * @param kind label of the kind
   * @param recoveryP50 from the end of the fault to the first message accepted after it; null when
   *     there was none
   */
  @JsonPropertyOrder({"kind", "count", "recovery_p50_ms", "recovery_max_ms"})
  record FaultRow(
      String kind,
      int count,
      @JsonProperty("recovery_p50_ms") @Nullable Double recoveryP50,
      @JsonProperty("recovery_max_ms") @Nullable Double recoveryMax) {}

  LedgerReport {
    faults = List.copyOf(faults);
  }

  static LedgerReport of(
      LedgerPlan plan,
      double seconds,
      Judgement found,
      FaultLog faults,
      @Nullable Percentiles deliverMillis,
      boolean drained) {
    return new LedgerReport(
        "ledger",
        plan.harm().seed(),
        plan.site().engine(),
        plan.site().durability().name().toLowerCase(Locale.ROOT),
        plan.site().nodes(),
        Math.round(seconds * 10) / 10.0,
        plan.connections(),
        plan.idle(),
        found.submitted(),
        found.accepted(),
        found.neverAccepted().size(),
        found.refused(),
        found.shown(),
        deliverMillis,
        found.putAside(),
        found.repeated(),
        found.forgotten(),
        found.receipts(),
        found.preKeys(),
        found.gaps(),
        found.of(Violation.LOST),
        found.of(Violation.SHOWN_TWICE),
        found.of(Violation.OUT_OF_ORDER),
        found.of(Violation.RECEIPT_BACKWARDS),
        found.of(Violation.PRE_KEY_TWICE),
        found.of(Violation.ALTERED),
        faults.unrecoveredCount(),
        drained,
        faults.rows());
  }

  /** One JSON object. */
  String toJson() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("report: not JSON", e);
    }
  }
}
