package dev.letterlock.storage.inbox.local;

import dev.letterlock.storage.inbox.local.disk.InboxDatabase;

/**
 * Everything that the commit thread knows of an open database. Made anew when the database is
 * opened again, but for the receipts, which outlive that.
 */
final class LiveState {
  private final InboxDatabase database;
  private final ReceiptBook receipts;
  private final Inboxes inboxes;
  private final WindowStore windows;
  private final YoungGeneration young = new YoungGeneration();
  private final Trimmer trimmer;
  private final Envelopes envelopes;
  private final Filing filing;
  private final Gaps gaps;
  private final Placement placement;
  private final AckStep acks;
  private final WriteBehind writeBehind;

  LiveState(
      InboxDatabase database,
      InboxConfig config,
      ReceiptBook receipts,
      long generation,
      Tuning tuning) {
    this.database = database;
    this.receipts = receipts;
    inboxes = new Inboxes(database, young, generation);
    windows = new WindowStore(database, inboxes, young);
    trimmer = new Trimmer(database, inboxes);
    envelopes = new Envelopes(database);
    filing = new Filing(young, envelopes, tuning);
    gaps = new Gaps(database, inboxes, young);
    placement = new Placement(inboxes, windows, young, gaps, filing, config);
    acks = new AckStep(inboxes, young, trimmer, receipts);
    writeBehind = new WriteBehind(young, inboxes, windows, receipts, tuning);
  }

  InboxDatabase database() {
    return database;
  }

  ReceiptBook receipts() {
    return receipts;
  }

  Inboxes inboxes() {
    return inboxes;
  }

  WindowStore windows() {
    return windows;
  }

  YoungGeneration young() {
    return young;
  }

  Trimmer trimmer() {
    return trimmer;
  }

  Envelopes envelopes() {
    return envelopes;
  }

  Filing filing() {
    return filing;
  }

  Gaps gaps() {
    return gaps;
  }

  Placement placement() {
    return placement;
  }

  AckStep acks() {
    return acks;
  }

  WriteBehind writeBehind() {
    return writeBehind;
  }
}
