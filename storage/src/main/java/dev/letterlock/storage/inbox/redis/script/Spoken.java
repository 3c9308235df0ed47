package dev.letterlock.storage.inbox.redis.script;

import dev.letterlock.storage.inbox.AckEntry;

/** An ack on its way through a Redis Cluster. The commit thread owns it. */
public final class Spoken {
  private static final int TAKEN = 0;
  private static final int REFUSED = 1;

  private final AckEntry entry;
  private boolean failed;
  private boolean over;

  public Spoken(AckEntry entry) {
    this.entry = entry;
    if (Program.isOutOfRange(entry)) {
      judge(REFUSED);
    }
  }

  public AckEntry entry() {
    return entry;
  }

  /** True if it has to be said again. */
  public boolean failed() {
    return failed;
  }

  /** True if nothing stands in its way so far. */
  public boolean goesOn() {
    return !failed && !over;
  }

  void fail() {
    failed = true;
  }

  /** What a script said of it. */
  void judge(int code) {
    over = code != TAKEN;
    if (code == REFUSED) {
      entry.refuse();
    } else if (over) {
      entry.displace();
    }
  }
}
