package dev.letterlock.server.cluster;

import java.util.concurrent.atomic.LongAdder;

/** Counts what this node and others have to do with each other. Any thread. */
public final class NodeTraffic {
  private final LongAdder taken = new LongAdder();
  private final LongAdder unheard = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder heard = new LongAdder();
  private final LongAdder findings = new LongAdder();

  /** A message was sent; true if its node took it. */
  void sent(boolean reached) {
    (reached ? taken : unheard).increment();
  }

  /** Nobody knows what became of a message. */
  void lost() {
    lost.increment();
  }

  /** A message of another node came. */
  public void heard() {
    heard.increment();
  }

  /** So many sessions had missed something. */
  void found(int sessions) {
    findings.add(sessions);
  }

  /** Messages that their nodes took. */
  public long messagesTaken() {
    return taken.sum();
  }

  /** Messages to nodes that were gone. */
  public long messagesUnheard() {
    return unheard.sum();
  }

  /** Messages of which nobody knows what became. */
  public long messagesLost() {
    return lost.sum();
  }

  /** Messages of other nodes. */
  public long messagesHeard() {
    return heard.sum();
  }

  /** Sessions that were found to have missed something. */
  public long sessionsFound() {
    return findings.sum();
  }
}
