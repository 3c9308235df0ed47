package dev.letterlock.loadtest.ledger.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.letterlock.loadtest.ledger.Judgement;
import dev.letterlock.loadtest.ledger.Violation;
import dev.letterlock.loadtest.ledger.fault.FaultKind;
import dev.letterlock.loadtest.ledger.fault.Site;
import dev.letterlock.loadtest.measure.Percentiles;
import dev.letterlock.loadtest.report.Verdict;
import dev.letterlock.protocol.frame.server.Welcome.Durability;
import dev.letterlock.protocol.id.MessageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerOutcomeTest {

  private static final Path OPERATIONS = Path.of("..", "docs", "OPERATIONS.md");
  private static final LedgerPlan PLAN =
      new LedgerPlan(
          new Harm(42, Duration.ofSeconds(60), List.of(FaultKind.KILL, FaultKind.CUT)),
          20,
          2,
          500,
          1000,
          16,
          1,
          new Site.Plan(
              Path.of("launcher"),
              Path.of("folder"),
              Durability.SYNC,
              3,
              false,
              Path.of("database"),
              false,
              null));

  private static final Percentiles DELIVERIES = new Percentiles(1.5, 3.2, 4, 5);

  private final FaultLog faults = new FaultLog(PLAN.harm().kinds());

  @Test
  void isGoodOnlyIfSomethingWasAcceptedAndTheServerCameBackEachTime() {
    assertThat(outcome(accepted(5, Map.of()), true).verdict()).isEqualTo(Verdict.KEPT);
    assertThat(outcome(accepted(0, Map.of()), true).verdict()).isEqualTo(Verdict.NOTHING);
    assertThat(outcome(accepted(5, Map.of()), false).verdict()).isEqualTo(Verdict.AWAY);
    faults.unrecovered();
    assertThat(outcome(accepted(5, Map.of()), true).verdict()).isEqualTo(Verdict.AWAY);
  }

  @ParameterizedTest
  @EnumSource
  void isBadForEveryKindOfViolation(Violation violation) {
    LedgerOutcome outcome = outcome(accepted(5, Map.of(violation, 1L)), true);

    assertThat(outcome.verdict()).isEqualTo(Verdict.BROKEN);
    assertThat(outcome.verdict().exitCode()).isEqualTo(1);
    assertThat(outcome.text()).containsPattern(violation.words() + " +1\n").contains("FAILED");
  }

  @Test
  void countsAndTimesEachKindOfFault() throws IOException {
    for (long millis : new long[] {30, 10, 20}) {
      faults.recovered(FaultKind.KILL, millis * 1_000_000);
    }

    JsonNode kinds = json().get("faults");

    assertThat(kinds).hasSize(2);
    assertThat(kinds.get(0).toString())
        .isEqualTo(
            "{\"kind\":\"kill\",\"count\":3,\"recovery_p50_ms\":20.0,\"recovery_max_ms\":30.0}");
    assertThat(kinds.get(1).get("count").asInt()).isZero();
    assertThat(kinds.get(1).get("recovery_max_ms").isNull()).isTrue();
  }

  @Test
  void saysOnHowManyNodesWithWhichEngine() throws IOException {
    assertThat(json().get("engine").asText()).isEqualTo("redis");
    assertThat(json().get("nodes").asInt()).isEqualTo(3);
    assertThat(outcome(accepted(5, Map.of()), true).text())
        .containsPattern("nodes, redis, sync +3\n");
  }

  @Test
  void hasExactlyTheFieldsThatTheManualNames() throws IOException {
    List<String> names = new ArrayList<>();
    json().fieldNames().forEachRemaining(names::add);
    json()
        .get("faults")
        .get(0)
        .fieldNames()
        .forEachRemaining(name -> names.add("faults[]." + name));
    String manual = Files.readString(OPERATIONS);
    String table =
        manual.substring(
            manual.indexOf("<!-- ledger-report:begin -->"),
            manual.indexOf("<!-- ledger-report:end -->"));

    assertThat(
            table
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.replaceAll("^\\| `([^`]+)`.*", "$1")))
        .containsExactlyElementsOf(names);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(outcome(accepted(5, Map.of()), true).json());
  }

  @Test
  void saysHowLongMessagesTook() throws IOException {
    assertThat(json().get("deliver_ms").get("p99").asDouble()).isEqualTo(3.2);
    assertThat(outcome(accepted(5, Map.of()), true).text()).containsPattern("2 ms p50 +3 ms p99");
  }

  private LedgerOutcome outcome(Judgement judgement, boolean drained) {
    return new LedgerOutcome(
        LedgerReport.of(PLAN, 60.04, judgement, faults, DELIVERIES, drained), judgement, Map.of());
  }

  private static Judgement accepted(long accepted, Map<Violation, Long> broken) {
    Map<Violation, Long> all = new EnumMap<>(Violation.class);
    all.putAll(broken);
    return new Judgement(
        6,
        accepted,
        0,
        4,
        1,
        0,
        0,
        3,
        2,
        0,
        40,
        List.of(new MessageId(1, 2)),
        all,
        List.of("lost: it"));
  }
}
