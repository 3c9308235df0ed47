package dev.letterlock.loadtest.ledger.run;

import dev.letterlock.loadtest.ledger.fault.Site;

/**
 * What a person asked for.
 *
 * @param users who write to their neighbours in a ring, 2 or more
 * @param devices of each user, 1 to 16
 * @param idle sessions besides that do nothing, in processes of their own
 * @param rate messages a second in all
 * @param window messages that one device may have unanswered, 1 to 256
 * @param threads event loops of the devices
 * @param site what to start, with the folder for its data and the ledgers
 */
public record LedgerPlan(
    Harm harm,
    int users,
    int devices,
    int idle,
    double rate,
    int window,
    int threads,
    Site.Plan site) {

  int connections() {
    return users * devices;
  }
}
