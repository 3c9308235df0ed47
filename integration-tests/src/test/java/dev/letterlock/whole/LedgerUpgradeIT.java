package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.loadtest.ledger.fault.Means;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes become the next version, one after the other, under load and faults; until the last
 * has, both versions work on one Redis and one database (docs/OPERATIONS.md, Upgrading).
 */
class LedgerUpgradeIT {
  private static final int NODES = 3;

  @TempDir Path folder;

  @Test
  void keepsEveryPromiseWhileNodesAreUpgraded() throws Exception {
    String missing = Means.ofThisMachine().missingForNodes();
    Assumptions.assumeTrue(missing == null, "skipped: needs " + missing);
    Path changed = Files.createDirectory(folder.resolve("changed"));
    NextVersion.write(changed);
    LedgerScene scene = LedgerScene.upgrading(folder, changed);

    JsonNode report =
        scene.keepsEveryPromise(
            "--nodes=" + NODES,
            "--database=" + scene.database(),
            "--faults=kill,roll,cut",
            "--duration=20",
            "--rate=200");

    assertThat(NextVersion.countIn(folder.resolve("run"))).isEqualTo(NODES);
    assertThat(report.get("accepted").asLong()).isPositive();
  }
}
