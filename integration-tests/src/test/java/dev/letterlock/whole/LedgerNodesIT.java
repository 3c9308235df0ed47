package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.loadtest.ledger.fault.FaultKind;
import dev.letterlock.loadtest.ledger.fault.FaultKind.Need;
import dev.letterlock.loadtest.ledger.fault.Means;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes on one Redis and one database through a minute of faults, the seed printed. Every
 * start of Redis is a new epoch, so there are gaps; there is nothing in them. Idle sessions are cut
 * and come back with all others.
 */
class LedgerNodesIT {
  private static final Set<Need> POSSIBLE = Set.of(Need.NOTHING, Need.NODES, Need.ONE_REDIS);

  @TempDir Path folder;
  private final Means means = Means.ofThisMachine();
  private LedgerScene scene;

  @BeforeEach
  void prepare() throws IOException {
    String missing = means.missingForNodes();
    Assumptions.assumeTrue(missing == null, "skipped: needs " + missing);
    scene = new LedgerScene(folder);
  }

  /** Redis syncs every second, and dies with what it was told since. */
  @Test
  void saysWhatRelaxedLosesAndNoMoreIsLost() throws Exception {
    JsonNode report =
        scene.keepsEveryPromise(
            "--nodes=2",
            "--database=" + scene.database(),
            "--durability=relaxed",
            "--faults=redis-tail,crash",
            "--duration=15",
            "--rate=200");

    assertThat(List.of("forgotten", "gaps"))
        .allSatisfy(name -> assertThat(report.get(name).asLong()).as(name).isPositive());
  }

  /** What was accepted is at the replica that takes the place of a primary that died. */
  @Test
  void keepsEveryPromiseWhenReplicasArePromoted() throws Exception {
    JsonNode report =
        scene.keepsEveryPromise(
            "--nodes=2",
            "--redis-cluster",
            "--database=" + scene.database(),
            "--faults=redis-promote,redis-kill,kill",
            "--duration=20",
            "--rate=200");

    assertThat(report.get("engine").asText()).isEqualTo("redis-cluster");
    assertThat(report.get("gaps").asLong()).isPositive();
  }

  @Test
  void keepsEveryPromiseOnThreeNodesThroughAMinuteOfFaults() throws Exception {
    JsonNode report =
        scene.keepsEveryPromise(
            "--nodes=3",
            "--database=" + scene.database(),
            "--idle=500",
            "--duration=60",
            "--rate=200");

    assertThat(report.get("engine").asText()).isEqualTo("redis");
    assertThat(report.get("nodes").asInt()).isEqualTo(3);
    assertThat(report.get("idle").asInt()).isEqualTo(500);
    assertThat(report.get("drained").asBoolean()).isTrue();
    assertThat(report.get("faults"))
        .hasSize(
            (int)
                Stream.of(FaultKind.values())
                    .filter(
                        kind -> means.missingFor(kind) == null && POSSIBLE.contains(kind.need()))
                    .count())
        .allSatisfy(fault -> assertThat(fault.get("count").asInt()).as("%s", fault).isPositive());
    assertThat(List.of("accepted", "shown", "put_aside", "receipts", "pre_keys"))
        .allSatisfy(name -> assertThat(report.get(name).asLong()).as(name).isPositive());
  }
}
