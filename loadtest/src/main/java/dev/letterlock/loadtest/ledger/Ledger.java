package dev.letterlock.loadtest.ledger;

import dev.letterlock.protocol.id.DeviceAddress;
import java.util.List;

/** Everything that one device wrote down, over all its lives, in order. */
public record Ledger(DeviceAddress device, List<Entry> entries) {

  public Ledger {
    entries = List.copyOf(entries);
  }
}
