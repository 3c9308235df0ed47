package dev.letterlock.server.features.admin;

import dev.letterlock.protocol.OpaqueBytes;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings accounts in by the thousand: lines are checked and stored in batches, as many at the same
 * time as there are processors, and the caller, who reads the lines, is held back when these fall
 * behind. Repeating an import is harmless. Blocks.
 */
public final class ImportAccounts {

  private static final Logger LOG = LoggerFactory.getLogger(ImportAccounts.class);
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

  /**
   * One line of an import.
   *
   * @param number from 1
   */
  public record Line(int number, OpaqueBytes bytes) {}

  /** The lines of an import, read by one thread. */
  @FunctionalInterface
  public interface Lines {
    /** The next line, empty at the end. */
    Optional<Line> next() throws IOException;
  }

  /** What a line turned out to be. */
  public sealed interface Parsed {
    /** An account. */
    record Entry(AccountEntry account) implements Parsed {}

    /** Nothing that can be read; code and detail as in {@link ImportReport#failed}. */
    record Unreadable(String code, String detail) implements Parsed {}
  }

  /** Reads one line; called by several threads. */
  @FunctionalInterface
  public interface Parser {
    Parsed parse(OpaqueBytes line);
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
      for (List<Line> batch = read(lines); !batch.isEmpty(); batch = read(lines)) {
        List<Line> taken = batch;
        room.acquireUninterruptibly();
        threads.execute(() -> {
          try {
            bring(taken, parser, report);
          } finally {
            room.release();
          }
        });
        report.pulse();
      }
    }
    report.pulse();
  }

  private static List<Line> read(Lines lines) throws IOException {
    List<Line> batch = new ArrayList<>(BATCH);
    while (batch.size() < BATCH) {
      Optional<Line> line = lines.next();
      if (line.isEmpty()) {
        break;
      }
      batch.add(line.get());
    }
    return batch;
  }

  private void bring(List<Line> lines, Parser parser, ImportReport report) {
    List<ImportedUser> good = new ArrayList<>(lines.size());
    List<Integer> numbers = new ArrayList<>(lines.size());
    for (Line line : lines) {
      check(line, parser, report)
          .ifPresent(user -> {
            good.add(user);
            numbers.add(line.number());
          });
    }
    store(good, numbers, report);
  }

  private Optional<ImportedUser> check(Line line, Parser parser, ImportReport report) {
    try {
      switch (parser.parse(line.bytes())) {
        case Parsed.Entry(AccountEntry account) -> {
          return Optional.of(rules.check(account));
        }
        case Parsed.Unreadable(String code, String detail) ->
            report.failed(line.number(), code, detail);
      }
    } catch (RefusedException e) {
      report.failed(line.number(), e.refusal().name(), e.detail());
    }
    return Optional.empty();
  }

  private void store(List<ImportedUser> good, List<Integer> numbers, ImportReport report) {
    List<BulkImport.Outcome> outcomes;
    try {
      outcomes = store.add(good, clock.instant());
    } catch (StoreUnavailableException e) {
      numbers.forEach(line -> report.failed(line, "UNAVAILABLE", "store: away (expected: there)"));
      return;
    } catch (RuntimeException e) {
      LOG.error("An import batch failed", e);
      numbers.forEach(line -> report.failed(line, "INTERNAL_ERROR", "store: failed; see the log"));
      return;
    }
    for (int i = 0; i < good.size(); i++) {
      rosters.invalidate(good.get(i).id());
      tell(numbers.get(i), outcomes.get(i), report);
    }
  }

  private static void tell(int line, BulkImport.Outcome outcome, ImportReport report) {
    switch (outcome) {
      case IMPORTED, ALREADY_THERE -> report.imported();
      case NAME_TAKEN, CONFLICT, KEY_SEEN ->
          report.failed(line, outcome.name(), "stored: otherwise (expected: nothing or the same)");
    }
  }
}
