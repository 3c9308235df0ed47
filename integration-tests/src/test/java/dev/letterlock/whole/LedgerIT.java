package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.loadtest.ledger.fault.FaultKind;
import dev.letterlock.loadtest.ledger.fault.FaultKind.Need;
import dev.letterlock.loadtest.ledger.fault.Means;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node with its local engine through a minute of faults, the seed printed. */
class LedgerIT {
  @TempDir Path folder;

  @Test
  void keepsEveryPromiseThroughAMinuteOfFaults() throws Exception {
    LedgerScene scene = new LedgerScene(folder);

    JsonNode report = scene.keepsEveryPromise("--duration=60", "--rate=500");

    assertThat(report.get("gaps").asLong()).isZero();
    assertThat(report.get("drained").asBoolean()).isTrue();
    assertThat(report.get("faults"))
        .hasSize(possibleFaults())
        .allSatisfy(fault -> assertThat(fault.get("count").asInt()).as("%s", fault).isPositive());
    assertThat(List.of("accepted", "shown", "put_aside", "receipts", "pre_keys"))
        .allSatisfy(name -> assertThat(report.get(name).asLong()).as(name).isPositive());
  }

  /** Where a fault needs what is not installed, the run has said so. */
  private static int possibleFaults() {
    Means means = Means.ofThisMachine();
    return (int)
        Stream.of(FaultKind.values())
            .filter(kind -> kind.need() == Need.NOTHING && means.missingFor(kind) == null)
            .count();
  }
}
