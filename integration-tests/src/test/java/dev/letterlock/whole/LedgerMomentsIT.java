package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.letterlock.loadtest.ledger.fault.Means;
import java.io.IOException;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that die at the moment that is the worst one. */
class LedgerMomentsIT {
  /** Of what one process does, the last at which it dies. */
  private static final int LATEST_COMMIT = 400;

  private static final int LATEST_TRIM = 2;

  private static final int MOST_RUNS = 3;

  private static final ClassDesc TRIPWIRE = ClassDesc.of(Tripwire.class.getName());
  private static final MethodTypeDesc PASS =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

  @TempDir Path folder;
  private Path changed;

  @BeforeEach
  void prepare() throws IOException {
    String missing = Means.ofThisMachine().missingForNodes();
    Assumptions.assumeTrue(missing == null, "skipped: needs " + missing);
    changed = Files.createDirectory(folder.resolve("changed"));
  }

  @Test
  void keepsEveryPromiseBetweenTheAnswerOfRedisAndAccepted() throws Exception {
    new Sabotage(changed)
        .replaceCalls(
            "dev.letterlock.storage.inbox.redis.Committer",
            "commit",
            (code, call) -> {
              code.with(call);
              code.loadConstant(LATEST_COMMIT).invokestatic(TRIPWIRE, "pass", PASS);
            });

    // Some kill starts it again.
    runUntilOneHasDied("kill");
  }

  /** For this job whatever waits is aged: so it finds something whenever it comes. */
  @Test
  void keepsEveryPromiseBetweenTheCopyOfAnAgedInboxAndItsTrim() throws Exception {
    String job = "dev.letterlock.server.jobs.work.AgeInboxesJob";
    new Sabotage(changed)
        .replaceCalls(job, "minus", (code, _) -> code.pop())
        .replaceCalls(
            job,
            "trimAged",
            (code, call) -> {
              code.loadConstant(LATEST_TRIM).invokestatic(TRIPWIRE, "pass", PASS);
              code.with(call);
            });

    // No kill: it would take the job away from the node that runs it.
    runUntilOneHasDied("crash");
  }

  /** A run in which the moment did not come shows nothing, and another one follows. */
  private void runUntilOneHasDied(String faults) throws IOException {
    boolean died = false;
    for (int run = 1; run <= MOST_RUNS && !died; run++) {
      died = diesIn(Files.createDirectory(folder.resolve("run-" + run)), faults);
    }
    assertThat(died).as("died at the moment").isTrue();
  }

  private boolean diesIn(Path where, String faults) throws IOException {
    LedgerScene scene = new LedgerScene(where, changed);
    JsonNode report =
        scene.keepsEveryPromise(
            "--nodes=2",
            "--database=" + scene.database(),
            "--faults=" + faults,
            "--duration=25",
            "--rate=200");

    assertThat(report.get("drained").asBoolean()).isTrue();
    return Tripwire.hasTripped(where.resolve("run"));
  }
}
