package dev.letterlock.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.letterlock.loadtest.ledger.fault.Means;
import java.io.IOException;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that break a promise on purpose, each by one thing left out: the ledger sees it. */
class LedgerControlsIT {
  private static final String STORAGE = "dev.letterlock.storage.";
  private static final int FAILED = 1;
  private static final int COMMIT_MILLIS = 2_000;

  @TempDir Path folder;

  private Path changed;
  private LedgerScene scene;

  @BeforeEach
  void prepare() throws Exception {
    changed = Files.createDirectory(folder.resolve("changed"));
    scene = new LedgerScene(folder, changed);
  }

  @Test
  void missesWhatAnEngineWithoutItsLogHasForgotten() throws Exception {
    String database = STORAGE + "inbox.local.disk.InboxDatabase";
    new Sabotage(changed)
        .replaceCalls(database, "setSync", (code, _) -> code.pop())
        .replaceCalls(database, "<init>", LedgerControlsIT::withoutLog)
        .replaceCalls(
            STORAGE + "inbox.local.disk.DatabaseOptions",
            "setRecycleLogFileNum",
            (code, _) -> code.pop2());

    assertThat(scene.run("--faults=kill", "--duration=10", "--rate=500", "--seed=12"))
        .isEqualTo(FAILED);
    // What it had stored is gone, and so is what it had remembered of that.
    assertThat(count("lost") + count("shown_twice")).as(scene.said()).isPositive();
  }

  @Test
  void seesTwiceWhatIsStoredTwiceWithoutDeduplication() throws Exception {
    new Sabotage(changed)
        .replaceBody(
            STORAGE + "inbox.local.SendWindow", "find", code -> code.loadConstant(-1).ireturn());

    assertThat(scene.run("--faults=strand", "--duration=5", "--rate=500", "--seed=12"))
        .isEqualTo(FAILED);
    assertThat(count("shown_twice")).as(scene.said()).isPositive();
  }

  @Test
  void missesWhatWaitedInARedisWithoutItsLog() throws Exception {
    String missing = Means.ofThisMachine().missingForNodes();
    Assumptions.assumeTrue(missing == null, "skipped: needs " + missing);
    UnloggedRedis.write(changed);

    assertThat(
            scene.run(
                "--nodes=2",
                "--database=" + scene.database(),
                "--faults=redis-kill",
                "--duration=10",
                "--rate=300"))
        .isEqualTo(FAILED);
    assertThat(count("lost")).as(scene.said()).isPositive();
  }

  /** Much as the back end is when it comes from its makers: it commits every now and then. */
  @Test
  void seesKeysHandedOutTwiceByADatabaseThatAnswersBeforeItCommits() throws Exception {
    String backend = STORAGE + "embedded.DurableBackend";
    new Sabotage(changed)
        .replaceBody(STORAGE + "embedded.CommitGate", "awaitDisk", CodeBuilder::return_)
        .replaceCalls(backend, "autoCommitDisabled", (code, _) -> code.nop())
        .replaceCalls(
            backend,
            "setRetentionTime",
            (code, call) ->
                code.pop()
                    .loadConstant(COMMIT_MILLIS)
                    .invokevirtual(
                        call.owner().asSymbol(), "setAutoCommitDelay", call.typeSymbol()));

    // With this seed the first kill comes when the users are on the disk.
    assertThat(
            scene.run(
                "--faults=kill", "--duration=20", "--connections=8", "--rate=100", "--seed=12"))
        .isEqualTo(FAILED);
    assertThat(count("pre_keys_twice")).as(scene.said()).isPositive();
  }

  /** Every way of writing that is made is told to leave the log out. */
  private static void withoutLog(CodeBuilder code, InvokeInstruction made) {
    code.with(made);
    ClassDesc type = made.owner().asSymbol();
    if (type.displayName().equals("WriteOptions")) {
      code.iconst_1()
          .invokevirtual(type, "setDisableWAL", MethodTypeDesc.of(type, ConstantDescs.CD_boolean));
    }
  }

  private long count(String violations) throws IOException {
    return scene.report().get(violations).asLong();
  }
}
