package dev.letterlock.loadtest.ledger.run;

import dev.letterlock.loadtest.ledger.fault.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a person asked for.
 *
 * @param seed from which the faults follow
 * @param duration how long faults happen
 * @param users who write to their neighbours in a ring, 2 or more
 * @param devices of each user, 1 to 16
 * @param rate messages a second in all
 * @param window messages that one device may have unanswered, 1 to 256
 * @param kinds of faults, at least one
 * @param threads event loops of the devices
 * @param launcher called with {@code serve} to start a server
 * @param folder for the server's data and the ledgers
 */
public record LedgerPlan(
    long seed,
    Duration duration,
    int users,
    int devices,
    double rate,
    int window,
    List<FaultKind> kinds,
    int threads,
    Path launcher,
    Path folder) {

  public LedgerPlan {
    kinds = List.copyOf(kinds);
  }

  int connections() {
    return users * devices;
  }
}
