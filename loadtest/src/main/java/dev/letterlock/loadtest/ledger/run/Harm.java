package dev.letterlock.loadtest.ledger.run;

import dev.letterlock.loadtest.ledger.fault.FaultKind;
import java.time.Duration;
import java.util.List;

/**
 * Which faults happen.
 *
 * @param seed from which they follow
 * @param duration how long they happen
 * @param kinds at least one
 */
public record Harm(long seed, Duration duration, List<FaultKind> kinds) {

  public Harm {
    kinds = List.copyOf(kinds);
  }
}
