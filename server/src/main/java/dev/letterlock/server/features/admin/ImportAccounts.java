package dev.letterlock.server.features.admin;

import dev.letterlock.server.features.RefusedException;
import dev.letterlock.server.roster.RosterCache;
import dev.letterlock.storage.StoreUnavailableException;
import dev.letterlock.storage.account.BulkImport;
import dev.letterlock.storage.account.ImportedUser;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Brings accounts in by the thousand: lines are checked and stored in batches, as many at the same
 * time as there are processors, and the caller, who reads the lines, is held back when these fall
 * behind. Repeating an import is harmless. Blocks.
 */
public final class ImportAccounts {

  private static final int BATCH = 256;

  private final EntryRules rules;
  private final BulkImport store;
  private final RosterCache rosters;
  private final Clock clock;
  private final int workers;

  /**
   * Imports with so many threads.
   *
   * @param workers threads that check and store during an import
   */
  public ImportAccounts(
      EntryRules rules, BulkImport store, RosterCache rosters, Clock clock, int workers) {
    this.rules = rules;
    this.store = store;
    this.rosters = rosters;
    this.clock = clock;
    this.workers = workers;
  }

  /** The lines of an import, read by one thread. */
  @FunctionalInterface
  public interface Lines {
    /** The next line, empty at the end. */
    Optional<byte[]> next() throws IOException;
  }

  /** Makes an entry of a line; called by several threads. */
  @FunctionalInterface
  public interface Parser {
    /**
     * Reads a line.
     *
     * @throws RefusedException if it is no entry
     */
    AccountEntry parse(byte[] line);
  }

  /**
   * Reads all lines and stores what is good.
   *
   * @param report is told what came of each line, by several threads, and called between batches by
   *     the caller's thread
   * @throws IOException from the lines or the report; what is under way is finished
   */
  public void run(Lines lines, Parser parser, ImportReport report) throws IOException {
    Semaphore room = new Semaphore(2 * workers);
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            workers, Thread.ofPlatform().name("letterlock-import-", 0).factory())) {
      int first = 1;
      for (List<byte[]> batch = read(lines); !batch.isEmpty(); batch = read(lines)) {
        List<byte[]> taken = batch;
        int firstLine = first;
        room.acquireUninterruptibly();
        threads.execute(() -> {
          try {
            new Batch(firstLine, taken).bring(parser, report);
          } finally {
            room.release();
          }
        });
        first += batch.size();
        report.pulse();
      }
    }
    report.pulse();
  }

  private static List<byte[]> read(Lines lines) throws IOException {
    List<byte[]> batch = new ArrayList<>(BATCH);
    Optional<byte[]> line = lines.next();
    while (line.isPresent()) {
      batch.add(line.get());
      if (batch.size() == BATCH) {
        break;
      }
      line = lines.next();
    }
    return batch;
  }

  /** Some lines on their way into the store. */
  private final class Batch {
    private final int firstLine;
    private final List<byte[]> lines;

    Batch(int firstLine, List<byte[]> lines) {
      this.firstLine = firstLine;
      this.lines = lines;
    }

    void bring(Parser parser, ImportReport report) {
      List<ImportedUser> good = new ArrayList<>(lines.size());
      List<Integer> goodLines = new ArrayList<>(lines.size());
      for (int i = 0; i < lines.size(); i++) {
        try {
          good.add(rules.check(parser.parse(lines.get(i))));
          goodLines.add(firstLine + i);
        } catch (RefusedException e) {
          report.failed(firstLine + i, e.refusal().name(), e.detail());
        }
      }
      store(good, goodLines, report);
    }

    private void store(List<ImportedUser> good, List<Integer> goodLines, ImportReport report) {
      List<BulkImport.Outcome> outcomes;
      try {
        outcomes = store.add(good, clock.instant());
      } catch (StoreUnavailableException e) {
        goodLines.forEach(line -> report.failed(line, "UNAVAILABLE", "store: away (expected: up)"));
        return;
      }
      for (int i = 0; i < good.size(); i++) {
        rosters.invalidate(good.get(i).id());
        tell(goodLines.get(i), outcomes.get(i), report);
      }
    }

    private void tell(int line, BulkImport.Outcome outcome, ImportReport report) {
      switch (outcome) {
        case IMPORTED, ALREADY_THERE -> report.imported();
        case NAME_TAKEN, CONFLICT, KEY_SEEN ->
            report.failed(
                line, outcome.name(), "stored: otherwise (expected: nothing or the same)");
      }
    }
  }
}
