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

/** A node that dies at the moment that is the worst one. */
class LedgerMomentsIT {
  /** Of the commits of one process, the last at which it dies. */
  private static final int LATEST = 400;

  private static final ClassDesc TRIPWIRE = ClassDesc.of(Tripwire.class.getName());
  private static final MethodTypeDesc PASS =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

  @TempDir Path folder;
  private Path changed;
  private LedgerScene scene;

  @BeforeEach
  void prepare() throws IOException {
    String missing = Means.ofThisMachine().missingForNodes();
    Assumptions.assumeTrue(missing == null, "skipped: needs " + missing);
    changed = Files.createDirectory(folder.resolve("changed"));
    scene = new LedgerScene(folder, changed);
  }

  @Test
  void keepsEveryPromiseBetweenTheAnswerOfRedisAndAccepted() throws Exception {
    new Sabotage(changed)
        .replaceCalls(
            "dev.letterlock.storage.inbox.redis.Committer",
            "commit",
            (code, call) -> {
              code.with(call);
              code.loadConstant(LATEST).invokestatic(TRIPWIRE, "pass", PASS);
            });

    // Some kill starts it again.
    int code =
        scene.run(
            "--nodes=2",
            "--database=" + scene.database(),
            "--faults=kill",
            "--duration=25",
            "--rate=200");

    System.out.println(scene.said());
    assertThat(Tripwire.hasTripped(folder.resolve("run"))).isTrue();
    JsonNode report = scene.report();
    assertThat(LedgerScene.PROMISES)
        .allSatisfy(name -> assertThat(report.get(name).asLong(-1)).as(name).isZero());
    assertThat(report.get("drained").asBoolean()).isTrue();
    assertThat(code).isZero();
  }
}
