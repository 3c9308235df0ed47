package dev.letterlock.storage.inbox.local;

import dev.letterlock.protocol.id.Cursor;
import dev.letterlock.protocol.id.DeviceAddress;
import dev.letterlock.storage.inbox.AgedInbox;
import dev.letterlock.storage.inbox.InboxUnavailableException;
import dev.letterlock.storage.inbox.ReceiptRecord;
import dev.letterlock.storage.inbox.engine.EngineThread;
import dev.letterlock.storage.inbox.engine.Micros;
import dev.letterlock.storage.inbox.local.disk.InboxDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The slow rest, called by jobs: looks through the disk on the calling thread, and asks the commit
 * thread for every change, in small portions.
 */
final class EngineJobs {
  private static final int AT_ONCE = 256;
  private static final long DAY = Micros.of(Duration.ofDays(1));

  private final CommitLoop loop;
  private final Readers readers;
  private final Expiry expiry;
  private volatile boolean receiptsFound;
  private volatile long reclaimedAt;

  EngineJobs(CommitLoop loop, Readers readers, Expiry expiry) {
    this.loop = loop;
    this.readers = readers;
    this.expiry = expiry;
  }

  List<ReceiptRecord> receiptLog(int max) {
    if (!receiptsFound) {
      List<ReceiptKey> keys = readers.read(database -> new ReceiptShelf(database).undrained());
      ask(committer -> {
        committer.state().receipts().addUndrained(keys);
        return true;
      });
      receiptsFound = true;
    }
    return ask(committer -> committer.state().receipts().log(max));
  }

  /** The log is drained from its beginning, and a change gets a higher mark: one mark says it. */
  void receiptLogDrained(List<ReceiptRecord> drained) {
    if (drained.isEmpty()) {
      return;
    }
    long mark = drained.stream().mapToLong(ReceiptRecord::mark).max().orElse(0);
    ask(committer -> {
      committer.write(false, (_, out) -> ReceiptShelf.putDrained(mark, out));
      committer.state().receipts().drained(mark);
      return true;
    });
  }

  List<AgedInbox> agedInboxes(long olderThan, int max) {
    List<AgedInbox> aged = readers.read(database -> new Sweeps().aged(database, olderThan, max));
    return ask(committer -> aged.stream().filter(each -> isWanted(committer, each)).toList());
  }

  void trimAged(DeviceAddress device, Cursor upTo) {
    ask(committer -> {
      committer.write(true, (state, _) -> Changes.age(state, device, upTo));
      return true;
    });
  }

  int expire(long now, int max) {
    List<Expiry.Due> due = readers.read(database -> new Sweeps().expired(database, now, max));
    int expired = 0;
    for (int from = 0; from < due.size(); from += AT_ONCE) {
      List<Expiry.Due> part = due.subList(from, Math.min(from + AT_ONCE, due.size()));
      expired += ask(committer -> expiry.expire(committer, part, now));
    }
    if (now - reclaimedAt >= DAY) {
      reclaimedAt = now;
      readers.with(InboxDatabase::reclaim);
    }
    return expired;
  }

  void forget(DeviceAddress device) {
    ask(committer -> {
      committer.write(true, (state, _) -> Changes.forget(state, device));
      return true;
    });
  }

  private static boolean isWanted(Committer committer, AgedInbox aged) {
    DeviceInbox inbox = committer.state().inboxes().get(aged.device());
    return aged.upTo().compareTo(inbox.done()) > 0;
  }

  private <T extends @Nullable Object> T ask(Function<Committer, T> question) {
    EngineThread.refuse();
    try {
      return loop.ask(question).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof InboxUnavailableException unavailable) {
        throw new InboxUnavailableException(String.valueOf(unavailable.getMessage()), unavailable);
      }
      throw e;
    }
  }
}
