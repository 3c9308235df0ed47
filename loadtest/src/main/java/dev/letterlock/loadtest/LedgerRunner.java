package dev.letterlock.loadtest;

import dev.letterlock.loadtest.ledger.fault.FaultKind;
import dev.letterlock.loadtest.ledger.fault.Means;
import dev.letterlock.loadtest.ledger.fault.OwnNetwork;
import dev.letterlock.loadtest.ledger.run.LedgerOutcome;
import dev.letterlock.loadtest.ledger.run.LedgerPlan;
import dev.letterlock.loadtest.ledger.run.LedgerRun;
import dev.letterlock.loadtest.measure.BarProgress;
import dev.letterlock.loadtest.measure.PlainProgress;
import dev.letterlock.loadtest.measure.Progress;
import dev.letterlock.loadtest.provision.RunFailure;
import dev.letterlock.loadtest.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Gives a run under faults its folder, and writes its reports. */
final class LedgerRunner {

  private static final int SEEDS = 1_000_000;

  private final LedgerOptions options;
  private final PrintStream out;
  private final PrintStream err;
  private final PrintStream prose;
  private final boolean live;

  /**
   * Prepares a run.
   *
   * @param out takes the reports, and what is said to people unless {@code --json -} takes it all
   * @param err takes what is said to people then
   * @param live whether {@code out} is a terminal that can show a moving bar
   */
  LedgerRunner(LedgerOptions options, PrintStream out, PrintStream err, boolean live) {
    this.options = options;
    this.out = out;
    this.err = err;
    this.prose = ReportFile.isStandardOut(options.json) ? err : out;
    this.live = live;
  }

  int run() throws IOException, InterruptedException {
    options.check();
    Means means = Means.ofThisMachine();
    if (!OwnNetwork.isEntered() && options.wantsOwnNetwork(means)) {
      OwnNetwork.Streams streams = live ? null : new OwnNetwork.Streams(out, err);
      return OwnNetwork.run(Main.class, options.words(), streams);
    }
    return runHere(means);
  }

  private int runHere(Means means) throws IOException, InterruptedException {
    Path given = options.folder;
    Path home = given == null ? Files.createTempDirectory("letterlock-ledger") : empty(given);
    LedgerPlan plan = options.plan(ThreadLocalRandom.current().nextInt(SEEDS), home, means);
    sayWhatIsLeftOut(means);
    long seed = plan.harm().seed();
    prose.println("Seed " + seed + "; the same faults again with --seed " + seed + ".");
    LedgerOutcome outcome;
    try (Progress progress = live ? new BarProgress() : new PlainProgress(prose)) {
      outcome = new LedgerRun(plan, progress).run();
    }
    prose.print(outcome.text());
    if (options.json != null) {
      ReportFile.write(options.json, outcome.json(), out);
    }
    if (given == null && outcome.verdict() == Verdict.KEPT) {
      delete(home);
    } else {
      prose.println("  The ledgers and the server's data: " + home);
    }
    return outcome.verdict().exitCode();
  }

  private void sayWhatIsLeftOut(Means means) {
    if (options.faults == null) {
      for (FaultKind kind : FaultKind.values()) {
        String missing = means.missingFor(kind);
        if (missing != null) {
          prose.println("Left out: " + kind.label() + ", which needs " + missing + ".");
        }
      }
    }
  }

  private static Path empty(Path folder) throws IOException {
    Path made = Files.createDirectories(folder).toAbsolutePath();
    try (Stream<Path> inside = Files.list(made)) {
      if (inside.findAny().isPresent()) {
        throw new RunFailure(
            RunFailure.CONFIGURATION, "--folder: " + folder + " is not empty. Name another.");
      }
    }
    return made;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> paths = Files.walk(folder)) {
      inside = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.deleteIfExists(path);
    }
  }
}
